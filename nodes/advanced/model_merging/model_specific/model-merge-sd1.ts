import { weightedSum } from '../../../../engine/pipeline/merge-formulas.ts'
import { defineNode } from '../../../define.ts'
import { model } from '../../../sockets.ts'
import { blockShares, mergeByBlock } from '../block-shares.ts'

export default defineNode({
  type: 'ModelMergeSD1',
  title: 'ModelMergeSD1',
  about: 'Mixes the weights of two SD 1.x models, with a share for each block.',
  formula: weightedSum,
  inputs: {
    model1: { ...model, help: 'Everything but the weights is taken from this one.' },
    model2: model,
    ...blockShares({ blocks: 12, end: '.' }),
  },
  outputs: { MODEL: model },

  run: async ({ model1, model2, ...shares }, { notice }) => ({
    MODEL: await mergeByBlock([model1, model2], shares, notice),
  }),
})
