import { cut } from '../../../engine/tensor/cut.ts'
import { rows, stack } from '../../../engine/tensor/tensor.ts'
import { choice, int } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { latent } from '../../sockets.ts'

export default defineNode({
  type: 'LatentCutToBatch',
  title: 'LatentCutToBatch',
  about: 'Cuts a latent into strips of equal size, which become a batch.',
  inputs: {
    samples: latent,
    dim: choice(['t', 'x', 'y'], { help: 'x cuts columns, y cuts rows. t is for video only and changes nothing.' }),
    slice_size: int({
      default: 1,
      min: 1,
      max: 16_384,
      help: 'Of a strip, 8 pixels each. What is left over is dropped.',
    }),
  },
  outputs: { LATENT: latent },

  run({ samples: latent, dim, slice_size }) {
    if (dim === 't') return { LATENT: latent }
    const { samples } = latent
    const [, , height = 1, width = 1] = samples.dims
    const length = dim === 'x' ? width : height
    const size = Math.min(slice_size, length)
    const box = (i: number) =>
      dim === 'x' ? { x: i * size, y: 0, width: size, height } : { x: 0, y: i * size, width, height: size }
    const strips = Array.from({ length: samples.dims[0]! * Math.floor(length / size) }, (_, k) => {
      const [picture, i] = [Math.floor(k / Math.floor(length / size)), k % Math.floor(length / size)]
      return cut(rows(samples, picture, picture + 1), 2, box(i))
    })
    return { LATENT: { ...latent, samples: stack(strips) } }
  },
})
