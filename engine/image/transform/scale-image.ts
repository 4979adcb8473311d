import type { ImageResizeMethod } from '../../tensor/resize/resize.ts'
import { type Scaling, scale } from '../../tensor/resize/scale.ts'
import { roundHalfEven } from '../../tensor/round-half-even.ts'
import type { Image } from '../image.ts'

/** Pictures resized as ComfyUI does, [N, H, W, C] → [N, height, width, C]. @throws RangeInputError as `scale` does */
export const scaleImage = (image: Image, scaling: Scaling & { readonly method: ImageResizeMethod }): Image =>
  scale(image, scaling, 1)

/** Both sides times `factor`, rounded half to even, at least a pixel. */
export function scaleBy(image: Image, factor: number, method: ImageResizeMethod): Image {
  const [, height = 1, width = 1] = image.dims
  const times = (side: number) => Math.max(1, roundHalfEven(side * factor))
  return scaleImage(image, { width: times(width), height: times(height), method })
}

/** `image` at the size of `like`, cropped to its proportions; the batch and the channels stay. */
export function scaleTo(image: Image, like: Image, method: ImageResizeMethod): Image {
  const [, height = 1, width = 1] = like.dims
  if (image.dims[1] === height && image.dims[2] === width) return image
  return scaleImage(image, { width, height, method, crop: 'center' })
}
