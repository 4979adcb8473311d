import { weightedSum } from '../../../engine/pipeline/merge-formulas.ts'
import { float } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { model } from '../../sockets.ts'
import { mergeByBlock } from './block-shares.ts'

export default defineNode({
  type: 'ModelMergeBlocks',
  title: 'ModelMergeBlocks',
  about: 'Mixes the weights of two models, with a share for each half of the network.',
  formula: weightedSum,
  inputs: {
    model1: { ...model, help: 'Everything but the weights is taken from this one.' },
    model2: model,
    input: float({
      default: 1,
      min: 0,
      max: 1,
      step: 0.01,
      help: 'Share of the first model in the input blocks and the embedding of the timestep.',
    }),
    middle: float({ default: 1, min: 0, max: 1, step: 0.01, help: 'Share of the first model in the middle block.' }),
    out: float({ default: 1, min: 0, max: 1, step: 0.01, help: 'Share of the first model in the output blocks.' }),
  },
  outputs: { MODEL: model },

  run: async ({ model1, model2, ...shares }, { notice }) => ({
    MODEL: await mergeByBlock([model1, model2], shares, notice),
  }),
})
