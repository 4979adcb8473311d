import { cut } from '../../../engine/tensor/cut.ts'
import { defineNode } from '../../define.ts'
import { height, width, x, y } from '../../geometry.ts'
import { image } from '../../sockets.ts'

const side = { min: 1, step: 1 }

export default defineNode({
  type: 'ImageCrop',
  title: 'Image Crop',
  about: 'Crops pictures to a rectangle, which ends at the edge of the picture.',
  inputs: { image, width: width(side), height: height(side), x: x(), y: y() },
  outputs: { IMAGE: image },

  /** As in ComfyUI, a corner outside is moved to the last pixel. */
  run({ image, width, height, x, y }) {
    const [, h = 0, w = 0] = image.dims
    const [left, top] = [Math.min(x, w - 1), Math.min(y, h - 1)]
    const box = { x: left, y: top, width: Math.min(width, w - left), height: Math.min(height, h - top) }
    return { IMAGE: cut(image, 1, box) }
  },
})
