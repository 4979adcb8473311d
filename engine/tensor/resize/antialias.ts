import { map, type Tensor } from '../tensor.ts'
import { cubic, float64, nearestExact, resample, type Taps } from './resample.ts'

const { abs, floor, max, min, PI, sin, trunc } = Math

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

const toByte = (value: number) => min(max(floor(value + 0.5), 0), 255)

/**
 * Resizing as Pillow does it on 8-bit pictures (Resample.c).
 *
 * @returns [N, C, height, width] of [N, C, H, W] in [0, 1], multiples of 1/255
 */
export function asPillow(x: Tensor, height: number, width: number, filter: PillowFilter): Tensor {
  const taps = filters[filter]
  const bytes = map(x, value => min(max(trunc(value * 255), 0), 255))
  const wide = map(resample(bytes, x.dims[2]!, width, taps), toByte)
  return map(resample(wide, height, width, taps), value => toByte(value) / 255)
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
export const lanczos = (x: Tensor, height: number, width: number): Tensor => asPillow(x, height, width, 'lanczos')
