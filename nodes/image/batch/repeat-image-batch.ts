import { repeatBatch } from '../../../engine/tensor/batch.ts'
import { int } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { image } from '../../sockets.ts'

export default defineNode({
  type: 'RepeatImageBatch',
  title: 'RepeatImageBatch',
  about: 'Repeats a batch of pictures.',
  inputs: { image, amount: int({ default: 1, min: 1, max: 4096, help: 'How often the whole batch is repeated.' }) },
  outputs: { IMAGE: image },

  run: ({ image, amount }) => ({ IMAGE: repeatBatch(image, image.dims[0]! * amount) }),
})
