import { weightSum } from '../../../engine/pipeline/merge-formulas.ts'
import { defineNode } from '../../define.ts'
import { mergeModels } from '../../pipeline.ts'
import { model } from '../../sockets.ts'

export default defineNode({
  type: 'ModelMergeAdd',
  title: 'ModelMergeAdd',
  about: 'Adds the weights of two models, of which one is usually a difference.',
  formula: weightSum,
  inputs: {
    model1: { ...model, help: 'Everything but the weights is taken from this one.' },
    model2: model,
  },
  outputs: { MODEL: model },

  async run({ model1, model2 }, { notice }) {
    const { model, notices } = await mergeModels(model1, model2, [{ prefix: '', own: 1, other: 1 }])
    for (const message of notices) notice(message)
    return { MODEL: model }
  },
})
