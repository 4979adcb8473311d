import { sizeOf, type Tensor } from '../tensor/tensor.ts'

/** The colour of RGBA pictures, alpha dropped: [N, H, W, 4] → [N, H, W, 3]. */
export function rgbOf(rgba: Tensor): Tensor {
  const pixels = rgba.data.length / 4
  const data = new Float32Array(pixels * 3)
  for (let i = 0; i < pixels; i++) {
    data[3 * i] = rgba.data[4 * i]!
    data[3 * i + 1] = rgba.data[4 * i + 1]!
    data[3 * i + 2] = rgba.data[4 * i + 2]!
  }
  return { dims: [...rgba.dims.slice(0, 3), 3], data }
}

/** Channel `channel` of pictures, through `f`: [N, H, W, C] → [N, H, W]. */
export function channelOf(pictures: Tensor, channel: number, f = (value: number) => value): Tensor {
  const dims = pictures.dims.slice(0, 3)
  const channels = pictures.dims[3]!
  const data = new Float32Array(sizeOf(dims))
  for (let i = 0; i < data.length; i++) data[i] = f(pictures.data[channels * i + channel]!)
  return { dims, data }
}
