import { type Tensor, tensor } from '../../tensor/tensor.ts'
import type { EncodedPrompt, PictureSizes } from '../types.ts'

/**
 * What SDXL reads beside the prompt — Podell et al. 2023, arXiv:2307.01952, §2.2: the pooled text and the sinusoids of
 * a few sizes in pixels.
 *
 *   base     y = pooled ⊕ e(height) ⊕ e(width) ⊕ e(crop y) ⊕ e(crop x) ⊕ e(target height) ⊕ e(target width)
 *   refiner  y = pooled ⊕ e(height) ⊕ e(width) ⊕ e(crop y) ⊕ e(crop x) ⊕ e(aesthetic score)
 *
 * @param pooled   [1, P]
 * @param width    of y in the network: shows whether it is base or refiner
 * @param latent   dims of the latent, [N, C, h, w]: its size is used where the prompt sets none
 * @param isNegative  the default score is low for the negative prompt
 * @returns        [1, width]
 */
export function sizeConditioning(
  { pooled, sizes }: EncodedPrompt,
  width: number,
  latent: readonly number[],
  isNegative: boolean,
): Tensor {
  const s = sizes ?? drawnSizes(latent)
  const text = pooled?.data ?? new Float32Array(0)
  const count = (width - text.length) / WIDTH
  const score = s.aestheticScore ?? (isNegative ? 2.5 : 6)
  const last = count === 5 ? [score] : [s.targetHeight, s.targetWidth]
  const numbers = [s.height, s.width, s.cropY, s.cropX, ...last]
  const y = new Float32Array(width)
  y.set(text)
  for (const [i, n] of numbers.entries()) y.set(sinusoids(n), text.length + i * WIDTH)
  return tensor([1, width], y)
}

/** The width of the sinusoids of one number. */
const WIDTH = 256

function drawnSizes([, , h = 0, w = 0]: readonly number[]): PictureSizes {
  const [width, height] = [8 * w, 8 * h]
  return { width, height, cropX: 0, cropY: 0, targetWidth: width, targetHeight: height }
}

const { fround } = Math

/** networks/timestep-embedding.ts for one number, rounded as in PyTorch: sizes are so large that rounding matters. */
export function sinusoids(n: number, width = WIDTH): Float32Array {
  const half = width / 2
  const rate = (i: number) => fround(Math.exp(fround(fround(fround(-Math.log(10000)) * i) / half)))
  const angles = Array.from({ length: half }, (_, i) => fround(n * rate(i)))
  return Float32Array.from([...angles.map(Math.cos), ...angles.map(Math.sin)])
}

/**
 * The guidance scale as an input of models distilled from guidance — Luo et al. 2023, arXiv:2310.04378, §4; diffusers'
 * get_guidance_scale_embedding:
 *
 *   w = 1000·(cfg − 1),   [sin(w·f₀) … sin(w·f_{k−1}), cos(w·f₀) … cos(w·f_{k−1})],   f_i = 10000^(−i/(k−1)),   k = width / 2
 *
 * @returns [1, width]
 */
export function guidanceEmbedding(cfg: number, width: number): Tensor {
  const half = width / 2
  const w = fround(fround(cfg - 1) * 1000)
  const step = fround(fround(Math.log(10000)) / (half - 1))
  const angles = Array.from({ length: half }, (_, i) => fround(w * fround(Math.exp(fround(-step * i)))))
  return tensor([1, width], Float32Array.from([...angles.map(Math.sin), ...angles.map(Math.cos)]))
}
