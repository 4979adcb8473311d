import { defineNode } from '../define.ts'
import { loadControlNet } from '../pipeline.ts'
import { controlNet, model } from '../sockets.ts'
import { controlNetName } from '../widgets.ts'

export default defineNode({
  type: 'DiffControlNetLoader',
  title: 'Load ControlNet Model (diff)',
  about: 'Loads a ControlNet whose file holds only the difference from a model, and adds that model.',
  inputs: { model, control_net_name: controlNetName },
  outputs: { CONTROL_NET: controlNet },

  async run({ model, control_net_name }) {
    return { CONTROL_NET: await loadControlNet(control_net_name, model) }
  },
})
