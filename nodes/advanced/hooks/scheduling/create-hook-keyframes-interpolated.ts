import {
  eased,
  easeNames,
  interpolatedKeyframes,
  keyframesOf,
  withKeyframes,
} from '../../../../engine/lora/keyframes.ts'
import { choice, float, int } from '../../../../graph/node.ts'
import { defineNode } from '../../../define.ts'
import { hookKeyframes } from '../../../sockets.ts'
import { keyframesInWords, prevKeyframes, printKeyframes, samplingShare } from '../hook-widgets.ts'

const factor = (help: string) => float({ default: 1, min: 0, max: 10, step: 0.001, help })

export default defineNode({
  type: 'CreateHookKeyframesInterpolated',
  title: 'Create Hook Keyframes Interp.',
  about: 'Changes the strength of hooks gradually from one factor to another over a part of the sampling.',
  formula: interpolatedKeyframes,
  inputs: {
    strength_start: factor('The factor of the strength where it begins.'),
    strength_end: factor('The factor of the strength where it ends, and afterwards.'),
    interpolation: choice(easeNames, { help: 'How it changes: evenly, slowly at first, slowly at last, or both.' }),
    start_percent: samplingShare(0, 'Where it begins: 0 is the start of the sampling.'),
    end_percent: samplingShare(1, 'Where it ends: 1 is the end of the sampling.'),
    keyframes_count: int({ default: 5, min: 2, max: 100, help: 'In how many steps it changes.' }),
    print_keyframes: printKeyframes,
    prev_hook_kf: prevKeyframes,
  },
  outputs: { HOOK_KF: hookKeyframes },

  run(inputs, { notice }) {
    const { strength_start, strength_end, interpolation, keyframes_count } = inputs
    const factors = eased([strength_start, strength_end], keyframes_count, interpolation)
    const keyframes = keyframesOf(factors, [inputs.start_percent, inputs.end_percent])
    if (inputs.print_keyframes) notice(keyframesInWords(keyframes))
    return { HOOK_KF: withKeyframes(inputs.prev_hook_kf, keyframes) }
  },
})
