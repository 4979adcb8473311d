import type { Image } from '../../image/image.ts'
import { ShapeError, type Tensor, tensor } from '../../tensor/tensor.ts'

/** [1, 3, H, W], −1 … 1 and beyond → [1, H, W, 3], 0 … 1. */
export function toImage({ dims, data }: Tensor): Image {
  const [, channels, height, width] = dims as [number, number, number, number]
  const pixels = height * width
  const image = new Float32Array(data.length)
  for (let c = 0; c < channels; c++)
    for (let p = 0; p < pixels; p++) image[p * channels + c] = Math.min(Math.max((data[c * pixels + p]! + 1) / 2, 0), 1)
  return tensor([1, height, width, channels], image)
}

/** [1, H, W, 3 or 4], 0 … 1 → [1, 3, H′, W′], −1 … 1, H′ and W′ the multiples of 8 that fit, the rest cut off evenly. */
export function fromImage({ dims, data }: Image): Tensor {
  const [, fullHeight, fullWidth, channels] = dims as [number, number, number, number]
  const [height, width] = [fullHeight - (fullHeight % 8), fullWidth - (fullWidth % 8)]
  if (height === 0 || width === 0)
    throw new ShapeError(`a picture of ${fullWidth}×${fullHeight} is too small: the VAE needs 8×8 or more`)
  const [top, left] = [(fullHeight % 8) >> 1, (fullWidth % 8) >> 1]
  const x = new Float32Array(3 * height * width)
  for (let c = 0; c < 3; c++)
    for (let row = 0; row < height; row++)
      for (let column = 0; column < width; column++)
        x[(c * height + row) * width + column] = data[((row + top) * fullWidth + column + left) * channels + c]! * 2 - 1
  return tensor([1, 3, height, width], x)
}
