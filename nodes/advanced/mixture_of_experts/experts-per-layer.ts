import { RangeInputError } from '../../../engine/errors.ts'
import { int } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { model } from '../../sockets.ts'

export default defineNode({
  type: 'ExpertsPerLayer',
  title: 'Experts per Layer',
  about: 'Changes how many experts of a mixture act in each layer.',
  ours: true,
  inputs: {
    model,
    count: int({ default: 2, min: 1, max: 64, help: '1 is the fastest; a change loads nothing.' }),
  },
  outputs: { MODEL: model },

  run({ model, count }) {
    const { experts } = model
    if (!experts) throw new RangeInputError(`${model.file.name} is not a mixture of experts: remove this node.`)
    if (count > experts.names.length)
      throw new RangeInputError(
        `count is ${count}, but ${model.file.name} has ${experts.names.length} experts: choose at most ${experts.names.length}.`,
      )
    return { MODEL: { ...model, experts: { ...experts, count } } }
  },
})
