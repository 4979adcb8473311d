import { float, optional } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { controlNet, image } from '../../sockets.ts'
import { controlStrength } from '../../widgets.ts'
import { controlNetStack } from '../control-net-stack.ts'

const percent = (value: number, help: string) => float({ default: value, min: 0, max: 1, step: 0.001, help })

export default defineNode({
  type: 'Control Net Stacker',
  title: 'Control Net Stacker',
  about: 'Puts a ControlNet with its reference image on a wire, behind those of another stack (Efficiency Nodes).',
  inputs: {
    control_net: controlNet,
    image,
    strength: controlStrength,
    start_percent: percent(0, 'Share of the sampling at which the reference image starts to have an effect.'),
    end_percent: percent(1, 'Share of the sampling at which it stops.'),
    cnet_stack: optional(controlNetStack),
  },
  outputs: { CNET_STACK: controlNetStack },

  run: ({ control_net: control, image: picture, strength, start_percent, end_percent, cnet_stack = [] }) => ({
    CNET_STACK: [...cnet_stack, { control, picture, strength, range: { start: start_percent, end: end_percent } }],
  }),
})
