import { scaledLayers, scaleModel } from '../../../engine/pipeline/scale-layers.ts'
import { defineNode } from '../../define.ts'
import { model } from '../../sockets.ts'
import { factors } from './factors.ts'

export default defineNode({
  type: 'UNetCrossAttentionMultiply',
  title: 'UNetCrossAttentionMultiply',
  about: 'Multiplies the weights of the UNet’s attention to the prompt, for experiments.',
  formula: scaledLayers,
  inputs: { model, ...factors },
  outputs: { MODEL: model },
  run: ({ model, q, k, v, out }) => ({
    MODEL: scaleModel(model, { 'attn2.to_q': q, 'attn2.to_k': k, 'attn2.to_v': v, 'attn2.to_out.0': out }),
  }),
})
