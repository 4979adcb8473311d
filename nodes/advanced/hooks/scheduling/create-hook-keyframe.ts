import { hookKeyframes as formula, withKeyframes } from '../../../../engine/lora/keyframes.ts'
import { float } from '../../../../graph/node.ts'
import { defineNode } from '../../../define.ts'
import { hookKeyframes } from '../../../sockets.ts'
import { prevKeyframes, samplingShare } from '../hook-widgets.ts'

export default defineNode({
  type: 'CreateHookKeyframe',
  title: 'Create Hook Keyframe',
  about: 'Multiplies the strength of hooks from a share of the sampling on, until the next keyframe.',
  formula,
  inputs: {
    strength_mult: float({
      default: 1,
      min: -20,
      max: 20,
      step: 0.01,
      help: 'The factor of the strength. 0 turns the LoRA off.',
    }),
    start_percent: samplingShare(0, 'Where it begins: 0 at the start of the sampling, 1 at its end.'),
    prev_hook_kf: prevKeyframes,
  },
  outputs: { HOOK_KF: hookKeyframes },
  run: ({ strength_mult: factor, start_percent: start, prev_hook_kf }) => ({
    HOOK_KF: withKeyframes(prev_hook_kf, [{ factor, start, guaranteed: true }]),
  }),
})
