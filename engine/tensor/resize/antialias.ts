import { sizeOf, type Tensor } from '../tensor.ts'
import { cubic, float64, nearestExact, type Taps, tapTable } from './resample.ts'

const { abs, max, min, PI, sin, trunc } = Math

/**
 * Resampling with antialiasing: the kernel is widened by the factor of shrinking and its weights add up to 1, as in
 * Pillow (float64) and in torch.nn.functional.interpolate(antialias=True) (float32).
 *
 * @param kernel  0 at `radius` and beyond
 */
export const antialiased =
  (kernel: (distance: number) => number, radius: number, round = float64): Taps =>
  (i, from, to) => {
    const scale = round(from / to)
    const widening = max(scale, 1)
    const [center, reach, narrowing] = [round(scale * (i + 0.5)), round(radius * widening), round(1 / widening)]
    const first = max(trunc(round(center - reach) + 0.5), 0)
    const end = min(trunc(round(center + reach) + 0.5), from)
    const weights = Array.from({ length: end - first }, (_, k) =>
      kernel(round((round(first + k - center) + 0.5) * narrowing)),
    )
    const sum = weights.reduce((a, b) => round(a + b), 0)
    return weights.map((weight, k) => [first + k, round(weight / sum)] as const)
  }

const sinc = (x: number) => (x === 0 ? 1 : sin(PI * x) / (PI * x))
const kernel = (x: number) => (abs(x) < 3 ? sinc(x) * sinc(x / 3) : 0)

const triangle = (x: number) => max(1 - abs(x), 0)

const hamming = (x: number) => (abs(x) < 1 ? sinc(x) * (0.54 + 0.46 * Math.cos(PI * x)) : 0)
const box = (x: number) => Number(x > -0.5 && x <= 0.5)

const filters = {
  lanczos: antialiased(kernel, 3),
  bilinear: antialiased(triangle, 1),
  bicubic: antialiased(cubic(-0.5), 2),
  hamming: antialiased(hamming, 1),
  box: antialiased(box, 0.5),
  nearest: nearestExact,
} as const
export type PillowFilter = keyof typeof filters

/** Bits after the point of Pillow's weights. */
const bits = 22

/** Weighted sums of bytes along one axis in Pillow's integers: x seen as [outer, from, inner] becomes [outer, to, inner]. */
function bytesAlongAxis(
  x: Uint8Array | Uint8ClampedArray,
  [outer, from, to, inner]: readonly [number, number, number, number],
  taps: Taps,
): Uint8ClampedArray {
  const { starts, places, weights } = tapTable(taps, from, to)
  const whole = Int32Array.from(weights, weight => trunc(weight * 2 ** bits + (weight < 0 ? -0.5 : 0.5)))
  const out = new Uint8ClampedArray(outer * to * inner)
  const sums = new Int32Array(inner)
  for (let o = 0; o < outer; o++)
    for (let i = 0; i < to; i++) {
      sums.fill(2 ** (bits - 1))
      for (let tap = starts[i]!; tap < starts[i + 1]!; tap++) {
        const [source, weight] = [(o * from + places[tap]!) * inner, whole[tap]!]
        for (let k = 0; k < inner; k++) sums[k] = sums[k]! + weight * x[source + k]!
      }
      const target = (o * to + i) * inner
      for (let k = 0; k < inner; k++) out[target + k] = sums[k]! >> bits
    }
  return out
}

/**
 * Resizing as Pillow does it on 8-bit pictures (Resample.c), to the byte.
 *
 * @param rowAxis  as in `resample`
 * @returns [N, C, height, width] of [N, C, H, W] in [0, 1], or with the channels last; multiples of 1/255
 */
export function asPillow(
  { dims, data }: Tensor,
  height: number,
  width: number,
  filter: PillowFilter,
  rowAxis: 1 | 2 = 2,
): Tensor {
  const [H, W] = [dims[rowAxis]!, dims[rowAxis + 1]!]
  const [before, after] = [dims.slice(0, rowAxis), dims.slice(rowAxis + 2)]
  const [outer, inner, taps] = [sizeOf(before), sizeOf(after), filters[filter]]
  const bytes = new Uint8Array(data.length)
  for (let i = 0; i < data.length; i++) bytes[i] = min(max(data[i]! * 255, 0), 255)
  const wide = W === width ? bytes : bytesAlongAxis(bytes, [outer * H, W, width, inner], taps)
  const tall = H === height ? wide : bytesAlongAxis(wide, [outer, H, height, width * inner], taps)
  const out = new Float32Array(tall.length)
  for (let i = 0; i < tall.length; i++) out[i] = tall[i]! / 255
  return { dims: [...before, height, width, ...after], data: out }
}

/**
 * Lanczos resampling with antialiasing as Pillow does it on 8-bit pictures — Duchon 1979,
 * doi:10.1175/1520-0450(1979)018<1016:LFIOAT>2.0.CO;2; Pillow's Resample.c. ComfyUI's `lanczos` is this, so the
 * result has 256 levels.
 *
 *   L(x) = sinc(x)·sinc(x/3) for |x| < 3, widened by the factor of shrinking
 *
 * @returns [N, C, height, width] of [N, C, H, W] in [0, 1], multiples of 1/255
 */
export const lanczos = (x: Tensor, height: number, width: number, rowAxis: 1 | 2 = 2): Tensor =>
  asPillow(x, height, width, 'lanczos', rowAxis)
