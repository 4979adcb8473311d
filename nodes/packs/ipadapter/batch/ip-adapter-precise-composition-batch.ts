import { defineNode } from '../../../define.ts'
import { applyPictures } from '../../../pipeline.ts'
import { howOf, picturesOf } from '../how.ts'
import precise from '../ip-adapter-precise-composition.ts'

export default defineNode({
  type: 'IPAdapterPreciseCompositionBatch',
  title: 'IPAdapter Precise Composition Batch',
  about: 'Takes for each image of a batch the composition of its own picture and avoids its style (IPAdapter plus).',
  formula: precise.formula!,
  inputs: precise.inputs,
  outputs: precise.outputs,

  async run({ model, ipadapter, weight: composition, composition_boost: weight, ...inputs }, context) {
    const type = 'composition precise' as const
    const how = { ...howOf(inputs), type, weight, composition, unfold: true }
    return { MODEL: await applyPictures(model, ipadapter, picturesOf(inputs), how, context) }
  },
})
