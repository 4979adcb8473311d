import { float } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { applyTiled } from '../../pipeline.ts'
import { image, mask, model } from '../../sockets.ts'
import simple from './ip-adapter.ts'
import advanced from './ip-adapter-advanced.ts'

const { weight: _, embeds_scaling, image_negative, attn_mask, clip_vision, ...first } = advanced.inputs
const { model: given, ipadapter, image: picture, ...how } = first

export default defineNode({
  type: 'IPAdapterTiled',
  title: 'IPAdapter Tiled',
  about: 'Draws like a picture of any proportions, tile by tile, so that nothing is cut off (IPAdapter plus).',
  formula: advanced.formula!,
  inputs: {
    model: given,
    ipadapter,
    image: picture,
    weight: simple.inputs.weight,
    ...how,
    sharpening: float({ default: 0, min: 0, max: 1, step: 0.05, help: 'Sharpens the tiles; 0 is off.' }),
    embeds_scaling,
    image_negative,
    attn_mask,
    clip_vision,
  },
  outputs: { MODEL: model, tiles: image, masks: mask },

  async run(inputs, context) {
    const pictures = { image: inputs.image, negative: inputs.image_negative, vision: inputs.clip_vision }
    const how = {
      type: inputs.weight_type,
      weight: inputs.weight,
      combine: inputs.combine_embeds,
      scaling: inputs.embeds_scaling,
      mask: inputs.attn_mask,
      range: { start: inputs.start_at, end: inputs.end_at },
    }
    const made = await applyTiled(inputs.model, inputs.ipadapter, pictures, how, inputs.sharpening, context)
    return { MODEL: made.model, tiles: made.tiles, masks: made.masks }
  },
})
