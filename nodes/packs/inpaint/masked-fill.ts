import { bytesOf } from '../../../engine/image/files/save-images.ts'
import { fillFromEdge } from '../../../engine/image/fill/fill-from-edge.ts'
import type { Image, Mask } from '../../../engine/image/image.ts'
import { erodeBinary } from '../../../engine/image/masks/binary-morphology.ts'
import { fallingOff, fullyMasked, odd } from '../../../engine/image/masks/soft-mask.ts'
import { rgbOf } from '../../../engine/image/transform/channels.ts'
import { rows } from '../../../engine/tensor/tensor.ts'
import { choice, int } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { image, mask } from '../../sockets.ts'
import { maskAt } from './mask-of-picture.ts'

/** The mask is made smaller by this many pixels first, so that its edge shows no colour of what it hides. */
const INSET = 10

export default defineNode({
  type: 'INPAINT_MaskedFill',
  title: 'Fill Masked Area',
  about: 'Fills the masked part of pictures with grey, or with the colours around it (Inpaint Nodes).',
  inputs: {
    image,
    mask: {
      ...mask,
      help: 'Of the size of the pictures. What is below 0.99 stays, and 10 pixels from the edge of the mask.',
    },
    fill: choice(['neutral', 'telea', 'navier-stokes'], {
      help: 'Grey; or the colours of the edge, carried inwards in one of two ways.',
    }),
    falloff: int({ default: 0, min: 0, max: 8191, help: 'Pixels from the edge inwards to the full effect.' }),
  },
  outputs: { image },

  run({ image, mask, fill, falloff }) {
    const rgb = rgbOf(image)
    const alpha = fallingOff(erodeBinary(fullyMasked(mask), INSET), odd(falloff))
    const weight = maskAt(alpha, rgb)
    if (fill === 'neutral')
      return { image: { dims: rgb.dims, data: rgb.data.map((value, i) => (value - 0.5) * (1 - weight(i)) + 0.5) } }
    const [n = 0] = rgb.dims
    const filled = Array.from({ length: n }, (_, i) => filledPicture(rgb, alpha, i, fill))
    const size = rgb.data.length / Math.max(n, 1)
    const carried = (i: number) => filled[Math.floor(i / size)]![i % size]! / 255
    return {
      image: { dims: rgb.dims, data: rgb.data.map((value, i) => value * (1 - weight(i)) + carried(i) * weight(i)) },
    }
  },
})

function filledPicture(image: Image, alpha: Mask, i: number, fill: 'telea' | 'navier-stokes'): Uint8Array {
  const [, height = 0, width = 0] = image.dims
  const own = rows(alpha, alpha.dims[0] === 1 ? 0 : i, alpha.dims[0] === 1 ? 1 : i + 1)
  const filled = Uint8Array.from(own.data, value => Number(Math.floor(255 * value) > 0))
  return fillFromEdge(Uint8Array.from(bytesOf(rows(image, i, i + 1).data)), filled, [height, width], fill)
}
