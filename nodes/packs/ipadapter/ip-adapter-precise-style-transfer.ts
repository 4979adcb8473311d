import { float } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { applyPictures } from '../../pipeline.ts'
import advanced from './ip-adapter-advanced.ts'

const { model, ipadapter, image, weight, weight_type: _, ...more } = advanced.inputs

export default defineNode({
  type: 'IPAdapterPreciseStyleTransfer',
  title: 'IPAdapter Precise Style Transfer',
  about: 'Takes the style of a picture and avoids its composition (IPAdapter plus).',
  formula: advanced.formula!,
  inputs: {
    model,
    ipadapter,
    image,
    weight,
    style_boost: float({
      default: 1,
      min: -5,
      max: 5,
      step: 0.05,
      help: 'Of the transformers that decide the composition, where the picture is avoided; 0 is off.',
    }),
    ...more,
  },
  outputs: advanced.outputs,

  async run(inputs, context) {
    const pictures = { image: inputs.image, negative: inputs.image_negative, vision: inputs.clip_vision }
    const how = {
      type: 'style transfer precise',
      weight: inputs.weight,
      composition: inputs.style_boost,
      combine: inputs.combine_embeds,
      scaling: inputs.embeds_scaling,
      mask: inputs.attn_mask,
      range: { start: inputs.start_at, end: inputs.end_at },
    } as const
    return { MODEL: await applyPictures(inputs.model, inputs.ipadapter, pictures, how, context) }
  },
})
