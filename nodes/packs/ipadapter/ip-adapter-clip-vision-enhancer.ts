import { enhancementFormula } from '../../../engine/pipeline/ip-adapter/enhance.ts'
import { float, int } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { applyPictures } from '../../pipeline.ts'
import { howOf, picturesOf } from './how.ts'
import advanced from './ip-adapter-advanced.ts'

const { image_negative, attn_mask, clip_vision, ...required } = advanced.inputs

export default defineNode({
  type: 'IPAdapterClipVisionEnhancer',
  title: 'IPAdapter ClipVision Enhancer',
  about: 'Draws like a picture whose parts the encoder also sees one by one, for small details (IPAdapter plus).',
  formula: enhancementFormula,
  inputs: {
    ...required,
    enhance_tiles: int({ default: 2, min: 1, max: 16, help: 'Parts along each side; 1 changes nothing.' }),
    enhance_ratio: float({ default: 1, min: 0, max: 1, step: 0.05, help: 'How much the whole picture counts.' }),
    ...{ image_negative, attn_mask, clip_vision },
  },
  outputs: advanced.outputs,

  async run({ model, ipadapter, weight_type: type, weight, ...inputs }, context) {
    const enhancement = { tiles: inputs.enhance_tiles, ratio: inputs.enhance_ratio }
    const pictures = { ...picturesOf(inputs), enhancement }
    return { MODEL: await applyPictures(model, ipadapter, pictures, { ...howOf(inputs), type, weight }, context) }
  },
})
