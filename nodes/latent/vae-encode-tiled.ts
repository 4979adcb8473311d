import { int } from '../../graph/node.ts'
import { defineNode } from '../define.ts'
import { encodeImage } from '../pipeline.ts'
import { image, latent, vae } from '../sockets.ts'
import { temporalOverlap, temporalSize, tileOverlap } from '../widgets.ts'

export default defineNode({
  type: 'VAEEncodeTiled',
  title: 'VAE Encode (Tiled)',
  about: 'Turns a picture into a latent piece by piece, for pictures that do not fit the memory at once.',
  inputs: {
    pixels: { ...image, help: 'Cropped evenly to multiples of 8; alpha is ignored.' },
    vae,
    tile_size: int({ default: 512, min: 64, max: 4096, step: 64, help: 'Pixels; smaller takes less memory.' }),
    overlap: tileOverlap,
    temporal_size: temporalSize,
    temporal_overlap: temporalOverlap,
  },
  outputs: { LATENT: latent },

  async run({ pixels, vae, tile_size: tile, overlap }, context) {
    return { LATENT: { samples: await encodeImage(vae, pixels, context, { tile, overlap }) } }
  },
})
