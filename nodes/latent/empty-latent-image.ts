import { affordable, pieces } from '../../engine/tensor/affordable.ts'
import { zeros } from '../../engine/tensor/tensor.ts'
import { int } from '../../graph/node.ts'
import { defineNode } from '../define.ts'
import { latent } from '../sockets.ts'

const side = int({
  default: 512,
  min: 16,
  max: 16_384,
  step: 8,
  help: 'In pixels, a multiple of 8. Best is the size that the model was trained on: 512 for SD 1.5, 1024 for SDXL, 128 for the small model for trying out.',
})

export default defineNode({
  type: 'EmptyLatentImage',
  title: 'Empty Latent Image',
  about: 'Makes an empty latent for a sampler; its size sets the size of the picture.',
  inputs: {
    width: side,
    height: side,
    batch_size: int({ default: 1, min: 1, max: 4096, help: 'Pictures made in one run, each from different noise.' }),
  },
  outputs: { LATENT: latent },

  run({ width, height, batch_size }, { notice }) {
    const [w, h] = [Math.floor(width / 8), Math.floor(height / 8)]
    if (width % 8 || height % 8)
      notice(`A latent value is 8 × 8 pixels: the picture will be ${w * 8}×${h * 8}, not ${width}×${height}.`)
    affordable([batch_size, 4, h, w], pieces(batch_size, width, height))
    return { LATENT: { samples: zeros([batch_size, 4, h, w]) } }
  },
})
