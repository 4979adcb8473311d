import { blurBySize, fallingOff, fullyMasked, odd } from '../../../engine/image/masks/soft-mask.ts'
import { int } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { image, mask } from '../../sockets.ts'
import { maskAt } from './mask-of-picture.ts'

export default defineNode({
  type: 'INPAINT_MaskedBlur',
  title: 'Blur Masked Area',
  about: 'Blurs the masked part of pictures, so that their colours stay and their shapes go (Inpaint Nodes).',
  inputs: {
    image,
    mask: { ...mask, help: 'Of the size of the pictures. What is below 0.99 stays.' },
    blur: int({ default: 255, min: 3, max: 8191, help: 'The size of the kernel in pixels.' }),
    falloff: int({ default: 0, min: 0, max: 8191, help: 'Pixels from the edge of the mask inwards to the full blur.' }),
  },
  outputs: { image },

  run({ image, mask, blur, falloff }) {
    const size = odd(blur)
    const alpha = fallingOff(fullyMasked(mask), Math.min(odd(falloff), size - 2))
    const weight = maskAt(alpha, image)
    const soft = blurBySize(image, size).data
    const data = image.data.map((value, i) => value + (soft[i]! - value) * weight(i))
    return { image: { dims: image.dims, data } }
  },
})
