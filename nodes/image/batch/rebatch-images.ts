import { int } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { image } from '../../sockets.ts'

/** ComfyUI runs what follows once for each part, to save memory. Here nodes take whole batches, with the same result. */
export default defineNode({
  type: 'RebatchImages',
  title: 'Rebatch Images',
  about: 'Passes a batch on as a whole: nodes that need much memory divide it automatically.',
  inputs: { images: image, batch_size: int({ default: 1, min: 1, max: 4096, help: 'Ignored.' }) },
  outputs: { IMAGE: image },

  run: ({ images }) => ({ IMAGE: images }),
})
