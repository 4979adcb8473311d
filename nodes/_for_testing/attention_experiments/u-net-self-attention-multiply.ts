import { scaledLayers, scaleModel } from '../../../engine/pipeline/scale-layers.ts'
import { defineNode } from '../../define.ts'
import { model } from '../../sockets.ts'
import { factors } from './factors.ts'

export default defineNode({
  type: 'UNetSelfAttentionMultiply',
  title: 'UNetSelfAttentionMultiply',
  about: 'Multiplies the weights of the UNet’s self-attention, for experiments.',
  formula: scaledLayers,
  inputs: { model, ...factors },
  outputs: { MODEL: model },
  run: ({ model, q, k, v, out }) => ({
    MODEL: scaleModel(model, { 'attn1.to_q': q, 'attn1.to_k': k, 'attn1.to_v': v, 'attn1.to_out.0': out }),
  }),
})
