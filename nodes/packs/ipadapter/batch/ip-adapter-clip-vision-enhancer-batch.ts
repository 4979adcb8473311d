import { float } from '../../../../graph/node.ts'
import { defineNode } from '../../../define.ts'
import { applyPictures } from '../../../pipeline.ts'
import { howOf, picturesOf } from '../how.ts'
import enhancer from '../ip-adapter-clip-vision-enhancer.ts'
import batch from './ip-adapter-batch.ts'

const { encode_batch_size, image_negative, attn_mask, clip_vision, ...required } = batch.inputs

export default defineNode({
  type: 'IPAdapterClipVisionEnhancerBatch',
  title: 'IPAdapter ClipVision Enhancer Batch',
  about: 'Draws each image of a batch like its own picture, whose parts the encoder also sees (IPAdapter plus).',
  formula: enhancer.formula!,
  inputs: {
    ...required,
    enhance_tiles: enhancer.inputs.enhance_tiles,
    enhance_ratio: float({ default: 0.5, min: 0, max: 1, step: 0.05, help: 'How much the whole picture counts.' }),
    ...{ encode_batch_size, image_negative, attn_mask, clip_vision },
  },
  outputs: batch.outputs,

  async run({ model, ipadapter, weight_type: type, weight, ...inputs }, context) {
    const enhancement = { tiles: inputs.enhance_tiles, ratio: inputs.enhance_ratio }
    const pictures = { ...picturesOf(inputs), enhancement }
    const how = { ...howOf(inputs), type, weight, unfold: true }
    return { MODEL: await applyPictures(model, ipadapter, pictures, how, context) }
  },
})
