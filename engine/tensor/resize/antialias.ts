import type { Taps } from './resample.ts'

const { abs, fround, max, min, trunc } = Math

/** What sums and products are rounded to: not at all (float64), or to float32. */
type Rounding = (x: number) => number
const float64: Rounding = x => x
export const float32: Rounding = fround

/**
 * Resampling that does not flicker: the kernel is widened by the factor of shrinking and its weights add up to 1, as
 * Pillow does it in float64 and torch.nn.functional.interpolate(antialias=True) in float32.
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

/**
 * Keys 1981, doi:10.1109/TASSP.1981.1163711, by Horner's rule.
 *
 * @param a  −½ as Pillow has it, and torch with antialiasing; −¾ as torch without
 */
export const cubic =
  (a: number, round = float64) =>
  (distance: number): number => {
    const d = abs(distance)
    if (d <= 1) return round(round(round((a + 2) * d - (a + 3)) * d) * d + 1)
    return d < 2 ? round(round(round(a * d - 5 * a) * d + 8 * a) * d - 4 * a) : 0
  }
