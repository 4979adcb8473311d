import { choice, float, int } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import emptyLatentImage from '../../latent/empty-latent-image.ts'
import { latent, number, string, whole } from '../../sockets.ts'

const side = int({ default: 512, min: 64, max: 8192, help: 'In pixels; for custom.' })
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
    width: side,
    height: side,
    aspect_ratio: choice(ratios, { help: 'The size in pixels, at its end.' }),
    swap_dimensions: choice(['Off', 'On'], { help: 'On exchanges width and height.' }),
    upscale_factor: float({ default: 1, min: 0.1, max: 100, step: 0.1, help: 'Passed on, for a node that enlarges.' }),
    batch_size: int({ default: 1, min: 1, max: 64, help: 'Pictures made in one run, each from different noise.' }),
  },
  outputs: {
    width: whole,
    height: whole,
    upscale_factor: number,
    batch_size: whole,
    empty_latent: latent,
    show_help: string,
  },

  async run({ aspect_ratio, swap_dimensions, upscale_factor, batch_size, ...custom }, context) {
    const named = /(\d+)x(\d+)$/.exec(aspect_ratio)
    const size = named ? { width: Number(named[1]), height: Number(named[2]) } : custom
    const { width, height } = swap_dimensions === 'On' ? { width: size.height, height: size.width } : size
    const { LATENT } = await emptyLatentImage.run({ width, height, batch_size }, context)
    const show_help = 'Width and height, the factor and the batch size are passed on beside the latent.'
    return { width, height, upscale_factor, batch_size, empty_latent: LATENT, show_help }
  },
})
