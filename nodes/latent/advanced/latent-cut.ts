import { cut } from '../../../engine/tensor/cut.ts'
import { choice, int } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { latent } from '../../sockets.ts'
import { latentAxis } from './latent-axis.ts'

const limit = 16_384

export default defineNode({
  type: 'LatentCut',
  title: 'LatentCut',
  about: 'Keeps some columns or rows of a latent.',
  inputs: {
    samples: latent,
    dim: choice(['x', 'y', 't'], { help: 'x keeps columns, y keeps rows. t is for video only.' }),
    index: int({ default: 0, min: -limit, max: limit, help: 'The first one, 8 pixels each; below 0 from the end.' }),
    amount: int({ default: 1, min: 1, max: limit, help: 'How many are kept.' }),
  },
  outputs: { LATENT: latent },

  run({ samples: latent, dim, index, amount }) {
    const axis = latentAxis(dim)
    const [, , height = 1, width = 1] = latent.samples.dims
    const length = axis === 3 ? width : height
    const first = index < 0 ? Math.max(index, -length) + length : Math.min(index, length - 1)
    const kept = Math.min(amount, length - first)
    const box = axis === 3 ? { x: first, y: 0, width: kept, height } : { x: 0, y: first, width, height: kept }
    return { LATENT: { ...latent, samples: cut(latent.samples, 2, box) } }
  },
})
