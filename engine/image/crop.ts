import type { Tensor } from '../tensor/tensor.ts'

/** The middle of pictures whose sides are multiples of 8, which is what a VAE can take: [N, H, W, C] → [N, ⌊H/8⌋·8, ⌊W/8⌋·8, C]. */
export function cropTo8(pictures: Tensor): Tensor {
  const [n = 0, h = 0, w = 0, c = 0] = pictures.dims
  const [height, width] = [h - (h % 8), w - (w % 8)]
  if (height === h && width === w) return pictures
  const [top, left] = [Math.floor((h % 8) / 2), Math.floor((w % 8) / 2)]
  const data = new Float32Array(n * height * width * c)
  for (let i = 0, o = 0; i < n; i++)
    for (let y = 0; y < height; y++, o += width * c) {
      const from = ((i * h + top + y) * w + left) * c
      data.set(pictures.data.subarray(from, from + width * c), o)
    }
  return { dims: [n, height, width, c], data }
}
