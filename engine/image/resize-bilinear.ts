import { sizeOf, type Tensor } from '../tensor/tensor.ts'

/** For each of `to` places: the two of `from` it lies between, and how far towards the second. */
function between(from: number, to: number): { low: number; high: number; weight: number }[] {
  return Array.from({ length: to }, (_, i) => {
    const at = Math.max(0, ((i + 0.5) * from) / to - 0.5)
    const low = Math.floor(at)
    return { low, high: Math.min(low + 1, from - 1), weight: at - low }
  })
}

/**
 * Resizes the last two dimensions by linear interpolation between the four nearest values: torch's
 * `interpolate(mode='bilinear')`, pixel centres at ½, no antialiasing.
 *
 * @param x [..., H, W]
 * @returns [..., height, width]
 */
export function resizeBilinear(x: Tensor, height: number, width: number): Tensor {
  const [outer, h, w] = [x.dims.slice(0, -2), x.dims.at(-2)!, x.dims.at(-1)!]
  if (h === height && w === width) return x
  const [ys, xs] = [between(h, height), between(w, width)]
  const data = new Float32Array(sizeOf(outer) * height * width)
  for (let plane = 0, o = 0; plane < sizeOf(outer); plane++)
    for (const row of ys) {
      const [upper, lower] = [(plane * h + row.low) * w, (plane * h + row.high) * w]
      for (const { low, high, weight } of xs) {
        const top = x.data[upper + low]! * (1 - weight) + x.data[upper + high]! * weight
        const bottom = x.data[lower + low]! * (1 - weight) + x.data[lower + high]! * weight
        data[o++] = top * (1 - row.weight) + bottom * row.weight
      }
    }
  return { dims: [...outer, height, width], data }
}
