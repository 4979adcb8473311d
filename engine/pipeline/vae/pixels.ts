import type { Image } from '../../image/image.ts'
import { rgbOf } from '../../image/transform/channels.ts'
import { cropTo8 } from '../../image/transform/crop.ts'
import { fromPlanes, toPlanes } from '../../image/transform/planes.ts'
import { map, ShapeError, type Tensor } from '../../tensor/tensor.ts'

/** [1, 3, H, W], −1 … 1 and beyond → [1, H, W, 3], 0 … 1. */
export const toImage = (x: Tensor): Image => map(fromPlanes(x), value => Math.min(Math.max((value + 1) / 2, 0), 1))

/**
 * [1, H, W, 3 or 4], 0 … 1 → [1, 3, H′, W′], −1 … 1; H′ and W′ are the largest multiples of 8, cut from the middle.
 *
 * @throws ShapeError for a picture below 8×8
 */
export function fromImage(image: Image): Tensor {
  const [, height = 0, width = 0] = image.dims
  if (height < 8 || width < 8)
    throw new ShapeError(`a picture of ${width}×${height} is too small: the VAE needs 8×8 or more`)
  return map(toPlanes(rgbOf(cropTo8(image))), value => value * 2 - 1)
}
