import { scaleClip, scaledLayers } from '../../../engine/pipeline/scale-layers.ts'
import { defineNode } from '../../define.ts'
import { clip } from '../../sockets.ts'
import { factors } from './factors.ts'

export default defineNode({
  type: 'CLIPAttentionMultiply',
  title: 'CLIPAttentionMultiply',
  about: 'Multiplies the weights of the text encoders’ attention, for experiments.',
  formula: scaledLayers,
  inputs: { clip, ...factors },
  outputs: { CLIP: clip },
  run: ({ clip, q, k, v, out }) => ({
    CLIP: scaleClip(clip, {
      'self_attn.q_proj': q,
      'self_attn.k_proj': k,
      'self_attn.v_proj': v,
      'self_attn.out_proj': out,
    }),
  }),
})
