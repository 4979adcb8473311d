import { rows } from '../../../engine/tensor/tensor.ts'
import { int } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { image } from '../../sockets.ts'

export default defineNode({
  type: 'ImageFromBatch',
  title: 'ImageFromBatch',
  about: 'Selects pictures of a batch.',
  inputs: {
    image,
    batch_index: int({
      default: 0,
      min: 0,
      max: 4095,
      help: 'The first to select, counted from 0. A value beyond the end means the last.',
    }),
    length: int({ default: 1, min: 1, max: 4096, help: 'How many to select.' }),
  },
  outputs: { IMAGE: image },

  run({ image, batch_index, length }) {
    const count = image.dims[0]!
    const from = Math.max(0, Math.min(batch_index, count - 1))
    return { IMAGE: rows(image, from, Math.min(from + length, count)) }
  },
})
