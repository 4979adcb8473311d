import { weightedSum } from '../../../engine/pipeline/merge-formulas.ts'
import { float } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { mergeClips } from '../../pipeline.ts'
import { clip } from '../../sockets.ts'

export default defineNode({
  type: 'CLIPMergeSimple',
  title: 'CLIPMergeSimple',
  about: 'Mixes the weights of two text encoders of one family.',
  formula: weightedSum,
  inputs: {
    clip1: { ...clip, help: 'Everything but the weights is taken from this one.' },
    clip2: clip,
    ratio: float({
      default: 1,
      min: 0,
      max: 1,
      step: 0.01,
      help: 'Share of the first. A change does not reload the text encoders.',
    }),
  },
  outputs: { CLIP: clip },

  async run({ clip1, clip2, ratio }, { notice }) {
    const { clip, notices } = await mergeClips(clip1, clip2, [{ prefix: '', own: ratio, other: 1 - ratio }])
    for (const message of notices) notice(message)
    return { CLIP: clip }
  },
})
