import type { Image, Mask } from '../../../engine/image/image.ts'
import { ShapeError } from '../../../engine/tensor/tensor.ts'

/**
 * The value of a mask for each number of pictures [N, H, W, C], by its place in their data; one mask counts for all pictures.
 *
 * @throws ShapeError when the sizes differ
 */
export function maskAt({ dims: [masks = 0, h, w], data }: Mask, image: Image): (i: number) => number {
  const [n = 0, H = 0, W = 0, channels = 0] = image.dims
  if (h !== H || w !== W)
    throw new ShapeError(`The mask is ${w}×${h} pixels and the picture ${W}×${H}: they must be equal.`)
  const size = H * W
  return i => {
    const pixel = Math.floor(i / channels)
    return data[masks === n ? pixel : pixel % size]!
  }
}
