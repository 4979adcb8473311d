import { int } from '../../graph/node.ts'
import { defineNode } from '../define.ts'
import { encodeImage } from '../pipeline.ts'
import { image, latent, vae } from '../sockets.ts'
import { temporalOverlap, temporalSize, tileOverlap } from '../widgets.ts'

export default defineNode({
  type: 'VAEEncodeTiled',
  title: 'VAE Encode (Tiled)',
  about: 'Encodes a picture as a latent in tiles, for pictures that do not fit into memory.',
  inputs: {
    pixels: { ...image, help: 'Cropped on both sides to multiples of 8. Alpha is ignored.' },
    vae,
    tile_size: int({ default: 512, min: 64, max: 4096, step: 64, help: 'In pixels. Smaller tiles need less memory.' }),
    overlap: tileOverlap,
    temporal_size: temporalSize,
    temporal_overlap: temporalOverlap,
  },
  outputs: { LATENT: latent },

  async run({ pixels, vae, tile_size: tile, overlap }, context) {
    return { LATENT: { samples: await encodeImage(vae, pixels, context, { tile, overlap }) } }
  },
})
