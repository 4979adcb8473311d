import { choice } from '../../../../graph/node.ts'
import { defineNode } from '../../../define.ts'
import { latent, number, string, whole } from '../../../sockets.ts'
import { batchSize, side, sizeHelp, sizeOf, upscaleFactor } from './aspect-ratio.ts'

const ratios = [
  'custom',
  '1:1 square 1024x1024',
  '3:4 portrait 896x1152',
  '5:8 portrait 832x1216',
  '9:16 portrait 768x1344',
  '9:21 portrait 640x1536',
  '4:3 landscape 1152x896',
  '3:2 landscape 1216x832',
  '16:9 landscape 1344x768',
  '21:9 landscape 1536x640',
] as const

export default defineNode({
  type: 'CR SDXL Aspect Ratio',
  title: '🔳 CR SDXL Aspect Ratio',
  about: 'Makes an empty latent of a size that SDXL was trained on (Comfyroll Studio).',
  inputs: {
    width: side(1024),
    height: side(1024),
    aspect_ratio: choice(ratios, { help: 'The size in pixels, at its end.' }),
    swap_dimensions: choice(['Off', 'On'], { help: 'On exchanges width and height.' }),
    upscale_factor: upscaleFactor,
    batch_size: batchSize,
  },
  outputs: {
    width: whole,
    height: whole,
    upscale_factor: number,
    batch_size: whole,
    empty_latent: latent,
    show_help: string,
  },

  async run({ aspect_ratio, swap_dimensions, upscale_factor, batch_size, ...given }, context) {
    const how = { swap: swap_dimensions === 'On', batch: batch_size }
    const size = await sizeOf(aspect_ratio, given, how, context)
    return { ...size, upscale_factor, batch_size, show_help: sizeHelp }
  },
})
