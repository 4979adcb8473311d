import { affordable, pieces } from '../../engine/tensor/affordable.ts'
import { zeros } from '../../engine/tensor/tensor.ts'
import { int } from '../../graph/node.ts'
import { defineNode, type RunContext } from '../define.ts'
import { latent } from '../sockets.ts'

const side = int({
  default: 512,
  min: 16,
  max: 16_384,
  step: 8,
  help: 'In pixels, a multiple of 8. Best is the size that the model was trained on: 512 for SD 1.5, 1024 for SDXL, 128 for the small model for trying out.',
})

interface Size {
  readonly width: number
  readonly height: number
  readonly batch_size: number
}

/** Zeros for pictures of this size; a sampler gives them as many channels as its model reads. */
export function emptyLatent({ width, height, batch_size }: Size, channels: number, notice: RunContext['notice']) {
  const [w, h] = [Math.floor(width / 8), Math.floor(height / 8)]
  if (width % 8 || height % 8)
    notice(`A latent value is 8 × 8 pixels: the picture will be ${w * 8}×${h * 8}, not ${width}×${height}.`)
  affordable([batch_size, channels, h, w], pieces(batch_size, width, height))
  return { LATENT: { samples: zeros([batch_size, channels, h, w]) } }
}

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

  run: (size, { notice }) => emptyLatent(size, 4, notice),
})
