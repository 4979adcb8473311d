import { int } from '../../graph/node.ts'
import { defineNode } from '../define.ts'
import { decodeLatent, previewDecode } from '../pipeline.ts'
import { image, latent, vae } from '../sockets.ts'
import { temporalOverlap, temporalSize, tileOverlap } from '../widgets.ts'

export default defineNode({
  type: 'VAEDecodeTiled',
  title: 'VAE Decode (Tiled)',
  about: 'Decodes a latent to a picture in tiles, for pictures that do not fit into memory.',
  inputs: {
    samples: latent,
    vae,
    tile_size: int({ default: 512, min: 64, max: 4096, step: 32, help: 'In pixels. Smaller tiles need less memory.' }),
    overlap: tileOverlap,
    temporal_size: temporalSize,
    temporal_overlap: temporalOverlap,
  },
  outputs: { IMAGE: image },

  preview: ({ samples, vae }, context) => previewDecode(vae, samples, context),

  async run({ samples, vae, tile_size: tile, overlap }, context) {
    return { IMAGE: await decodeLatent(vae, samples, context, { tile, overlap }) }
  },
})
