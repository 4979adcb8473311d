import { float } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { applyPictures } from '../../pipeline.ts'
import advanced from './ip-adapter-advanced.ts'

const { model, ipadapter, image, weight, weight_type: _, ...more } = advanced.inputs

export default defineNode({
  type: 'IPAdapterPreciseComposition',
  title: 'IPAdapter Precise Composition',
  about: 'Takes the composition of a picture and avoids its style (IPAdapter plus).',
  formula: advanced.formula!,
  inputs: {
    model,
    ipadapter,
    image,
    weight,
    composition_boost: float({
      default: 0,
      min: -5,
      max: 5,
      step: 0.05,
      help: 'Of the other transformers, where the picture is avoided; 0 is off.',
    }),
    ...more,
  },
  outputs: advanced.outputs,

  async run(inputs, context) {
    const pictures = { image: inputs.image, negative: inputs.image_negative, vision: inputs.clip_vision }
    const how = {
      type: 'composition precise',
      weight: inputs.composition_boost,
      composition: inputs.weight,
      combine: inputs.combine_embeds,
      scaling: inputs.embeds_scaling,
      mask: inputs.attn_mask,
      range: { start: inputs.start_at, end: inputs.end_at },
    } as const
    return { MODEL: await applyPictures(inputs.model, inputs.ipadapter, pictures, how, context) }
  },
})
