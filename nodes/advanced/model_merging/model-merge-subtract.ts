import { weightDifference } from '../../../engine/pipeline/merge-formulas.ts'
import { float } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { mergeModels } from '../../pipeline.ts'
import { model } from '../../sockets.ts'

export default defineNode({
  type: 'ModelMergeSubtract',
  title: 'ModelMergeSubtract',
  about: 'Takes the difference of two models, to be added to a third.',
  formula: weightDifference,
  inputs: {
    model1: { ...model, help: 'Everything but the weights is taken from this one.' },
    model2: model,
    multiplier: float({
      default: 1,
      min: -10,
      max: 10,
      step: 0.01,
      help: 'Strength of the difference. A change does not reload the files.',
    }),
  },
  outputs: { MODEL: model },

  async run({ model1, model2, multiplier }, { notice }) {
    const { model, notices } = await mergeModels(model1, model2, [{ prefix: '', own: multiplier, other: -multiplier }])
    for (const message of notices) notice(message)
    return { MODEL: model }
  },
})
