import { float64, type Taps } from './resample.ts'

const { max, min, trunc } = Math

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
