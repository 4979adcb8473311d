import { float, optional } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { applyControl } from '../../pipeline.ts'
import { conditioning, controlNet, image, vae } from '../../sockets.ts'
import { controlStrength } from '../../widgets.ts'

export default defineNode({
  type: 'ControlNetApplyAdvanced',
  title: 'Apply ControlNet',
  about:
    'Makes the result follow a reference image: its outlines, depth, pose, or whatever the ControlNet was trained on.',
  inputs: {
    positive: conditioning,
    negative: conditioning,
    control_net: controlNet,
    image,
    strength: controlStrength,
    start_percent: percent(0, 'Share of the sampling at which the reference image starts to have an effect.'),
    end_percent: percent(1, 'Share of the sampling at which it stops. At 0.5 it has no effect in the second half.'),
    vae: optional(vae),
  },
  outputs: { positive: conditioning, negative: conditioning },

  async run({ positive, negative, control_net: control, image: picture, strength, start_percent, end_percent }) {
    const use = { control, picture, strength, range: { start: start_percent, end: end_percent } }
    const apply = (prompts: typeof positive) => applyControl(prompts, use, { alsoNegative: false })
    return { positive: await apply(positive), negative: await apply(negative) }
  },
})

function percent(value: number, help: string) {
  return float({ default: value, min: 0, max: 1, step: 0.001, help })
}
