import { RangeInputError } from '../../../../engine/errors.ts'
import { interpolatedKeyframes, keyframesOf, withKeyframes } from '../../../../engine/lora/keyframes.ts'
import { defineNode } from '../../../define.ts'
import { floats, hookKeyframes } from '../../../sockets.ts'
import { keyframesInWords, prevKeyframes, printKeyframes, samplingShare } from '../hook-widgets.ts'

export default defineNode({
  type: 'CreateHookKeyframesFromFloats',
  title: 'Create Hook Keyframes From Floats',
  about: 'Changes the strength of hooks as a list of factors says, evenly over a part of the sampling.',
  formula: { ...interpolatedKeyframes, lines: interpolatedKeyframes.lines.slice(0, 1) },
  inputs: {
    floats_strength: { ...floats, help: 'The factors of the strength, from the first to the last.' },
    start_percent: samplingShare(0, 'Where the first factor begins: 0 is the start of the sampling.'),
    end_percent: samplingShare(1, 'Where the last factor begins: 1 is the end of the sampling.'),
    print_keyframes: printKeyframes,
    prev_hook_kf: prevKeyframes,
  },
  outputs: { HOOK_KF: hookKeyframes },

  run({ floats_strength, start_percent, end_percent, print_keyframes, prev_hook_kf }, { notice }) {
    const factors = [floats_strength].flat()
    if (!factors.every(Number.isFinite))
      throw new RangeInputError(
        'floats_strength must be a number or a list of numbers: connect a node that makes numbers.',
      )
    const keyframes = keyframesOf(factors, [start_percent, end_percent])
    if (print_keyframes) notice(keyframesInWords(keyframes))
    return { HOOK_KF: withKeyframes(prev_hook_kf, keyframes) }
  },
})
