/**
 * Lanczos resampling with antialiasing as Pillow does it on 8-bit pictures — Duchon 1979,
 * doi:10.1175/1520-0450(1979)018<1016:LFIOAT>2.0.CO;2; Pillow's Resample.c. ComfyUI's `lanczos` is this, so the
 * result has 256 levels.
 *
 *   L(x) = sinc(x)·sinc(x/3) for |x| < 3, widened by the factor of shrinking
 */

import { map, type Tensor } from '../tensor.ts'
import { antialiased } from './antialias.ts'
import { resample } from './resample.ts'

const { abs, floor, max, min, PI, sin, trunc } = Math

const sinc = (x: number) => (x === 0 ? 1 : sin(PI * x) / (PI * x))
const kernel = (x: number) => (abs(x) < 3 ? sinc(x) * sinc(x / 3) : 0)

const taps = antialiased(kernel, 3)

const toByte = (value: number) => min(max(floor(value + 0.5), 0), 255)

/** [N, C, H, W] in [0, 1] → [N, C, height, width], multiples of 1/255. */
export function lanczos(x: Tensor, height: number, width: number): Tensor {
  const bytes = map(x, value => min(max(trunc(value * 255), 0), 255))
  const wide = map(resample(bytes, x.dims[2]!, width, taps), toByte)
  return map(resample(wide, height, width, taps), value => toByte(value) / 255)
}
