import { weightedSum } from '../../../engine/pipeline/merge-formulas.ts'
import { float } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { mergeModels } from '../../pipeline.ts'
import { model } from '../../sockets.ts'

export default defineNode({
  type: 'ModelMergeSimple',
  title: 'ModelMergeSimple',
  about: 'Mixes the weights of two models of one family.',
  formula: weightedSum,
  inputs: {
    model1: { ...model, help: 'Everything but the weights is taken from this one.' },
    model2: model,
    ratio: float({
      default: 1,
      min: 0,
      max: 1,
      step: 0.01,
      help: 'Share of the first model. A change does not reload the models.',
    }),
  },
  outputs: { MODEL: model },

  async run({ model1, model2, ratio }, { notice }) {
    const { model, notices } = await mergeModels(model1, model2, [{ prefix: '', own: ratio, other: 1 - ratio }])
    for (const message of notices) notice(message)
    return { MODEL: model }
  },
})
