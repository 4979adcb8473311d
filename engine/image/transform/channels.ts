import { sizeOf, type Tensor } from '../../tensor/tensor.ts'

/** The colour of pictures, alpha dropped: [N, H, W, 3 or 4] → [N, H, W, 3]. */
export function rgbOf(rgba: Tensor): Tensor {
  if (rgba.dims[3] === 3) return rgba
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

/** Opaque pictures: [N, H, W, 3] → [N, H, W, 4] with alpha 1; pictures with alpha stay unchanged. */
export function withAlpha(pictures: Tensor): Tensor {
  const [n = 0, h = 0, w = 0, channels = 0] = pictures.dims
  if (channels === 4) return pictures
  const data = new Float32Array(n * h * w * 4).fill(1)
  for (let i = 0; i < n * h * w; i++) data.set(pictures.data.subarray(3 * i, 3 * i + 3), 4 * i)
  return { dims: [n, h, w, 4], data }
}

/** Grey pictures: [N, H, W] → [N, H, W, 3], the same value in red, green and blue. */
export function greyPictures({ dims, data }: Tensor): Tensor {
  const out = new Float32Array(3 * data.length)
  for (let i = 0; i < out.length; i++) out[i] = data[Math.floor(i / 3)]!
  return { dims: [...dims, 3], data: out }
}

/** `pictures` with the channels of `like`: alpha is dropped, or added as 1. */
export const channelsLike = (pictures: Tensor, like: Tensor): Tensor =>
  like.dims[3] === 3 ? rgbOf(pictures) : withAlpha(pictures)

/** Pictures with the transparency of masks of their size, 1 being transparent: [N, H, W, C] and [N, H, W] → [N, H, W, 4]. */
export function joinAlpha(pictures: Tensor, masks: Tensor): Tensor {
  const joined = withAlpha(rgbOf(pictures))
  for (const [i, transparent] of masks.data.entries()) joined.data[4 * i + 3] = 1 - transparent
  return joined
}
