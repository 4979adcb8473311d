import { defineNode } from '../../../define.ts'
import { applyPictures } from '../../../pipeline.ts'
import { howOf, picturesOf } from '../how.ts'
import precise from '../ip-adapter-precise-style-transfer.ts'

export default defineNode({
  type: 'IPAdapterPreciseStyleTransferBatch',
  title: 'IPAdapter Precise Style Transfer Batch',
  about: 'Takes for each image of a batch the style of its own picture and avoids its composition (IPAdapter plus).',
  formula: precise.formula!,
  inputs: precise.inputs,
  outputs: precise.outputs,

  async run({ model, ipadapter, weight, style_boost: composition, ...inputs }, context) {
    const type = 'style transfer precise' as const
    const how = { ...howOf(inputs), type, weight, composition, unfold: true }
    return { MODEL: await applyPictures(model, ipadapter, picturesOf(inputs), how, context) }
  },
})
