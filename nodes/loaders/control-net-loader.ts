import { defineNode } from '../define.ts'
import { loadControlNet } from '../pipeline.ts'
import { controlNet } from '../sockets.ts'
import { controlNetName } from '../widgets.ts'

export default defineNode({
  type: 'ControlNetLoader',
  title: 'Load ControlNet Model',
  about: 'Loads a ControlNet, a Control-LoRA or a T2I-Adapter, which make a picture follow a reference image.',
  inputs: { control_net_name: controlNetName },
  outputs: { CONTROL_NET: controlNet },

  async run({ control_net_name }) {
    return { CONTROL_NET: await loadControlNet(control_net_name) }
  },
})
