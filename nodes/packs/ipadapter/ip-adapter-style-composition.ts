import { float, toggle } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { applyPictures } from '../../pipeline.ts'
import { image } from '../../sockets.ts'
import advanced from './ip-adapter-advanced.ts'

const { model, ipadapter, combine_embeds: combine, start_at, end_at, embeds_scaling, ...more } = advanced.inputs
const weight = (help: string) => float({ default: 1, min: -1, max: 5, step: 0.05, help })

export default defineNode({
  type: 'IPAdapterStyleComposition',
  title: 'IPAdapter Style & Composition SDXL',
  about: 'Takes the style of one picture and the composition of another, on SDXL (IPAdapter plus).',
  formula: advanced.formula!,
  inputs: {
    model,
    ipadapter,
    image_style: { ...image, help: 'The picture whose colours and manner count.' },
    image_composition: { ...image, help: 'The picture whose layout counts.' },
    weight_style: weight('How much the style counts; 0 is off.'),
    weight_composition: weight('How much the composition counts; 0 is off.'),
    expand_style: toggle({ default: false, help: 'The style also counts in all other parts of the network.' }),
    combine_embeds: { ...combine, default: 'average' } as const,
    start_at,
    end_at,
    embeds_scaling,
    image_negative: more.image_negative,
    attn_mask: more.attn_mask,
    clip_vision: more.clip_vision,
  },
  outputs: advanced.outputs,

  async run(inputs, context) {
    const pictures = {
      image: inputs.image_style,
      composition: inputs.image_composition,
      negative: inputs.image_negative,
      vision: inputs.clip_vision,
    }
    const how = {
      type: inputs.expand_style ? 'strong style and composition' : 'style and composition',
      weight: inputs.weight_style,
      composition: inputs.weight_composition,
      combine: inputs.combine_embeds,
      scaling: inputs.embeds_scaling,
      mask: inputs.attn_mask,
      range: { start: inputs.start_at, end: inputs.end_at },
    } as const
    return { MODEL: await applyPictures(inputs.model, inputs.ipadapter, pictures, how, context) }
  },
})
