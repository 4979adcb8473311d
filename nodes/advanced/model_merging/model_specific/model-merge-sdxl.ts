import { weightedSum } from '../../../../engine/pipeline/merge-formulas.ts'
import { defineNode } from '../../../define.ts'
import { model } from '../../../sockets.ts'
import { blockShares, mergeByBlock } from '../block-shares.ts'

export default defineNode({
  type: 'ModelMergeSDXL',
  title: 'ModelMergeSDXL',
  about: 'Mixes the weights of two SDXL models, with a share for each block.',
  formula: weightedSum,
  inputs: {
    model1: { ...model, help: 'Everything but the weights is taken from this one.' },
    model2: model,
    ...blockShares({ blocks: 9, end: '' }),
  },
  outputs: { MODEL: model },

  run: async ({ model1, model2, ...shares }, { notice }) => ({
    MODEL: await mergeByBlock([model1, model2], shares, notice),
  }),
})
