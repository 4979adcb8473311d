import { fromPlanes, toPlanes } from '../../../engine/image/transform/planes.ts'
import { affordable, pieces } from '../../../engine/tensor/affordable.ts'
import { asPillow } from '../../../engine/tensor/resize/antialias.ts'
import { rows, stack } from '../../../engine/tensor/tensor.ts'
import { choice, float, int } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { image } from '../../sockets.ts'

export default defineNode({
  type: 'Image Resize',
  title: 'Image Resize',
  about: 'Resizes pictures with Pillow’s filters (WAS Node Suite).',
  inputs: {
    image,
    mode: choice(['rescale', 'resize'], { help: 'rescale multiplies both sides; resize takes width and height.' }),
    supersample: choice(['true', 'false'], {
      help: 'true first enlarges to eight times the new size, which takes much time and memory and softens little.',
    }),
    resampling: choice(['lanczos', 'nearest', 'bilinear', 'bicubic'], { help: 'lanczos is sharpest.' }),
    rescale_factor: float({
      default: 2,
      min: 0.01,
      max: 16,
      step: 0.01,
      help: 'For rescale: 2 is twice as wide and high.',
    }),
    resize_width: int({ default: 1024, min: 1, max: 48_000, help: 'For resize; rounded up to a multiple of 8.' }),
    resize_height: int({ default: 1536, min: 1, max: 48_000, help: 'For resize; rounded up to a multiple of 8.' }),
  },
  outputs: { IMAGE: image },

  run({ image, mode, supersample, resampling, ...wanted }) {
    const [n = 0, h = 1, w = 1, channels = 3] = image.dims
    const scaled = (side: number) => Math.max(1, Math.trunc(side * wanted.rescale_factor))
    const eights = (side: number) => Math.ceil(side / 8) * 8
    const isScaled = mode === 'rescale'
    const width = isScaled ? scaled(w) : eights(wanted.resize_width)
    const height = isScaled ? scaled(h) : eights(wanted.resize_height)
    affordable([n, height, width, channels], pieces(n, width, height))
    const [large, tall] = [8 * width, 8 * height]
    // The passes hold up to three arrays of this size.
    if (supersample === 'true') affordable([3, tall, large, channels], `Supersampling at ${large}×${tall}`)
    const resized = Array.from({ length: n }, (_, i) => {
      const one = toPlanes(rows(image, i, i + 1))
      const above = supersample === 'true' ? asPillow(one, tall, large, resampling) : one
      return asPillow(above, height, width, resampling)
    })
    return { IMAGE: fromPlanes(stack(resized)) }
  },
})
