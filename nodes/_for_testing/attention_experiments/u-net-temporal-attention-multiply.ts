import { scaledLayers, scaleModel } from '../../../engine/pipeline/scale-layers.ts'
import { defineNode } from '../../define.ts'
import { model } from '../../sockets.ts'
import { factor } from './factors.ts'

const videoOnly = 'Ignored: for video models only.'

export default defineNode({
  type: 'UNetTemporalAttentionMultiply',
  title: 'UNetTemporalAttentionMultiply',
  about: 'Multiplies what the UNet’s attentions give, for experiments; those over time are in video models only.',
  formula: scaledLayers,
  inputs: {
    model,
    self_structural: factor('Of the self-attention.'),
    self_temporal: factor(videoOnly),
    cross_structural: factor('Of the attention to the prompt.'),
    cross_temporal: factor(videoOnly),
  },
  outputs: { MODEL: model },
  run: ({ model, self_structural, cross_structural }) => ({
    MODEL: scaleModel(model, { 'attn1.to_out.0': self_structural, 'attn2.to_out.0': cross_structural }),
  }),
})
