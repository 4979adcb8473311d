import { choice } from '../../../../graph/node.ts'
import { defineNode } from '../../../define.ts'
import { latent, number, string, whole } from '../../../sockets.ts'
import { batchSize, prescaleFactor, side, sizeHelp, sizeOf, upscaleFactor } from './aspect-ratio.ts'

const ratios = [
  'custom',
  'SD1.5 - 1:1 square 512x512',
  'SD1.5 - 2:3 portrait 512x768',
  'SD1.5 - 3:4 portrait 512x682',
  'SD1.5 - 3:2 landscape 768x512',
  'SD1.5 - 4:3 landscape 682x512',
  'SD1.5 - 16:9 cinema 910x512',
  'SD1.5 - 1.85:1 cinema 952x512',
  'SD1.5 - 2:1 cinema 1024x512',
  'SDXL - 1:1 square 1024x1024',
  'SDXL - 3:4 portrait 896x1152',
  'SDXL - 5:8 portrait 832x1216',
  'SDXL - 9:16 portrait 768x1344',
  'SDXL - 9:21 portrait 640x1536',
  'SDXL - 4:3 landscape 1152x896',
  'SDXL - 3:2 landscape 1216x832',
  'SDXL - 16:9 landscape 1344x768',
  'SDXL - 21:9 landscape 1536x640',
] as const

export default defineNode({
  type: 'CR Aspect Ratio',
  title: '🔳 CR Aspect Ratio',
  about: 'Makes an empty latent of usual proportions for SD 1.5 or SDXL (Comfyroll Studio).',
  inputs: {
    width: side(1024),
    height: side(1024),
    aspect_ratio: choice(ratios, { help: 'The size in pixels, at its end.' }),
    swap_dimensions: choice(['Off', 'On'], { help: 'On exchanges width and height.' }),
    upscale_factor: upscaleFactor,
    prescale_factor: prescaleFactor,
    batch_size: batchSize,
  },
  outputs: {
    width: whole,
    height: whole,
    upscale_factor: number,
    prescale_factor: number,
    batch_size: whole,
    empty_latent: latent,
    show_help: string,
  },

  async run({ aspect_ratio, swap_dimensions, upscale_factor, prescale_factor, batch_size, ...given }, context) {
    const how = { swap: swap_dimensions === 'On', scale: prescale_factor, batch: batch_size }
    const size = await sizeOf(aspect_ratio, given, how, context)
    return { ...size, upscale_factor, prescale_factor, batch_size, show_help: sizeHelp }
  },
})
