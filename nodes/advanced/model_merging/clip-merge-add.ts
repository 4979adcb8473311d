import { weightSum } from '../../../engine/pipeline/merge-formulas.ts'
import { defineNode } from '../../define.ts'
import { mergeClips } from '../../pipeline.ts'
import { clip } from '../../sockets.ts'

export default defineNode({
  type: 'CLIPMergeAdd',
  title: 'CLIPMergeAdd',
  about: 'Adds the weights of two text encoders, of which one is usually a difference.',
  formula: weightSum,
  inputs: {
    clip1: { ...clip, help: 'Everything but the weights is taken from this one.' },
    clip2: clip,
  },
  outputs: { CLIP: clip },

  async run({ clip1, clip2 }, { notice }) {
    const { clip, notices } = await mergeClips(clip1, clip2, [{ prefix: '', own: 1, other: 1 }])
    for (const message of notices) notice(message)
    return { CLIP: clip }
  },
})
