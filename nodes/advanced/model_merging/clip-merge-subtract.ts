import { weightDifference } from '../../../engine/pipeline/merge-formulas.ts'
import { float } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { mergeClips } from '../../pipeline.ts'
import { clip } from '../../sockets.ts'

export default defineNode({
  type: 'CLIPMergeSubtract',
  title: 'CLIPMergeSubtract',
  about: 'Takes the difference of two text encoders, to be added to a third.',
  formula: weightDifference,
  inputs: {
    clip1: { ...clip, help: 'Everything but the weights is taken from this one.' },
    clip2: clip,
    multiplier: float({
      default: 1,
      min: -10,
      max: 10,
      step: 0.01,
      help: 'Strength of the difference. A change does not reload the files.',
    }),
  },
  outputs: { CLIP: clip },

  async run({ clip1, clip2, multiplier }, { notice }) {
    const { clip, notices } = await mergeClips(clip1, clip2, [{ prefix: '', own: multiplier, other: -multiplier }])
    for (const message of notices) notice(message)
    return { CLIP: clip }
  },
})
