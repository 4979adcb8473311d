import { choice, float, int } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import emptyLatentImage from '../../latent/empty-latent-image.ts'
import { latent, whole } from '../../sockets.ts'

const sizes = [
  '1536 x 640   (landscape)',
  '1344 x 768   (landscape)',
  '1216 x 832   (landscape)',
  '1152 x 896   (landscape)',
  '1024 x 1024  (square)',
  ' 896 x 1152  (portrait)',
  ' 832 x 1216  (portrait)',
  ' 768 x 1344  (portrait)',
  ' 640 x 1536  (portrait)',
] as const

export default defineNode({
  type: 'SDXL Empty Latent Image (rgthree)',
  title: 'SDXL Empty Latent Image (rgthree)',
  about: 'Makes an empty latent of a size that SDXL was trained on (rgthree).',
  inputs: {
    dimensions: choice(sizes, { default: '1024 x 1024  (square)', help: 'Width and height in pixels.' }),
    clip_scale: float({ default: 2, min: 1, max: 10, step: 0.5, help: 'CLIP_WIDTH is the width times this.' }),
    batch_size: int({ default: 1, min: 1, max: 64, help: 'Pictures made in one run, each from different noise.' }),
  },
  outputs: { LATENT: latent, CLIP_WIDTH: whole, CLIP_HEIGHT: whole },

  async run({ dimensions, clip_scale, batch_size }, context) {
    const [width, height] = dimensions.match(/\d+/g)!.map(Number) as [number, number]
    const { LATENT } = await emptyLatentImage.run({ width, height, batch_size }, context)
    const scaled = (side: number) => Math.trunc(side * clip_scale)
    return { LATENT, CLIP_WIDTH: scaled(width), CLIP_HEIGHT: scaled(height) }
  },
})
