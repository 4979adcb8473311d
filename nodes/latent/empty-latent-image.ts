import { RangeInputError } from '../../engine/errors.ts'
import { zeros } from '../../engine/tensor/tensor.ts'
import { int } from '../../graph/node.ts'
import { defineNode } from '../define.ts'
import { latent } from '../sockets.ts'

const side = int({
  default: 512,
  min: 16,
  max: 16_384,
  step: 8,
  help: 'In pixels, a multiple of 8. Models draw best at the size they were trained on: 512 for SD 1.5, 1024 for SDXL, 128 for the built-in one.',
})

export default defineNode({
  type: 'EmptyLatentImage',
  title: 'Empty Latent Image',
  about: 'A blank canvas for the sampler: its size is the size of the picture.',
  inputs: {
    width: side,
    height: side,
    batch_size: int({ default: 1, min: 1, max: 4096, help: 'Pictures made in one run, each from noise of its own.' }),
  },
  outputs: { LATENT: latent },

  run({ width, height, batch_size }) {
    const [w, h] = [latentSide('width', width), latentSide('height', height)]
    return { LATENT: { samples: zeros([batch_size, 4, h, w]) } }
  },
})

function latentSide(name: string, pixels: number): number {
  if (pixels % 8 === 0) return pixels / 8
  const below = pixels - (pixels % 8)
  throw new RangeInputError(
    `${name} must be a multiple of 8, got ${pixels}. The nearest are ${below} and ${below + 8}.`,
  )
}
