import { defineNode } from '../../define.ts'
import { applyControl } from '../../pipeline.ts'
import { conditioning, controlNet, image } from '../../sockets.ts'
import { controlStrength } from '../../widgets.ts'

export default defineNode({
  type: 'ControlNetApply',
  title: 'Apply ControlNet (OLD)',
  about:
    'Makes a prompt follow a reference image; the newer Apply ControlNet can also limit it to a part of the steps.',
  inputs: { conditioning, control_net: controlNet, image, strength: controlStrength },
  outputs: { CONDITIONING: conditioning },

  async run({ conditioning, control_net: control, image: picture, strength }) {
    const use = { control, picture, strength, range: { start: 0, end: 1 } }
    return { CONDITIONING: await applyControl(conditioning, use, { alsoNegative: true }) }
  },
})
