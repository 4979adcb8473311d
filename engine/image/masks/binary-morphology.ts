import type { Mask } from '../image.ts'

/** Every pixel above 0 sets all pixels of the square around it, `radius` to each side; the others become 0. [N, H, W] → the same */
export const dilateBinary = (mask: Mask, radius: number): Mask => reached(mask, radius, value => value > 0, 1)

/** 1 where all pixels of the square around it are 1, else 0. What is outside counts as 1. [N, H, W] → the same */
export const erodeBinary = (mask: Mask, radius: number): Mask => reached(mask, radius, value => value !== 1, 0)

/** `found` wherever a pixel of the square around it counts, else 1 − found. */
function reached(mask: Mask, radius: number, counts: (value: number) => boolean, found: 0 | 1): Mask {
  const [n = 0, H = 0, W = 0] = mask.dims
  const flags = Uint8Array.from(mask.data, value => Number(counts(value)))
  const wide = new Uint8Array(flags.length)
  for (let row = 0; row < n * H; row++) spread(flags, wide, { start: row * W, step: 1, length: W }, radius)
  const tall = new Uint8Array(flags.length)
  for (let column = 0; column < n * W; column++) {
    const start = Math.floor(column / W) * H * W + (column % W)
    spread(wide, tall, { start, step: W, length: H }, radius)
  }
  return { dims: mask.dims, data: Float32Array.from(tall, flag => (flag ? found : 1 - found)) }
}

interface Line {
  readonly start: number
  readonly step: number
  readonly length: number
}

/** Along one line: 1 within `radius` of a 1. */
function spread(from: Uint8Array, to: Uint8Array, { start, step, length }: Line, radius: number): void {
  let inside = 0
  for (let i = 0; i < Math.min(radius, length); i++) inside += from[start + i * step]!
  for (let i = 0; i < length; i++) {
    if (i + radius < length) inside += from[start + (i + radius) * step]!
    if (i - radius > 0) inside -= from[start + (i - radius - 1) * step]!
    to[start + i * step] = Number(inside > 0)
  }
}
