import { choice } from '../../../../graph/node.ts'
import { defineNode } from '../../../define.ts'
import { latent, number, string, whole } from '../../../sockets.ts'
import { batchSize, side, sizeHelp, sizeOf, upscaleFactor } from './aspect-ratio.ts'

const ratios = [
  'custom',
  '1:1 square 512x512',
  '1:1 square 1024x1024',
  '2:3 portrait 512x768',
  '3:4 portrait 512x682',
  '3:2 landscape 768x512',
  '4:3 landscape 682x512',
  '16:9 cinema 910x512',
  '1.85:1 cinema 952x512',
  '2:1 cinema 1024x512',
  '2.39:1 anamorphic 1224x512',
] as const

export default defineNode({
  type: 'CR SD1.5 Aspect Ratio',
  title: '🔳 CR SD1.5 Aspect Ratio',
  about: 'Makes an empty latent of usual proportions for SD 1.5 (Comfyroll Studio).',
  inputs: {
    width: side(512),
    height: side(512),
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
