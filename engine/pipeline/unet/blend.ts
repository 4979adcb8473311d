import { type Tensor, zeros } from '../../tensor/tensor.ts'
import type { PlacedPrompt } from './prompt-place.ts'

interface Answer {
  readonly placed: PlacedPrompt
  readonly denoised: Tensor
}

/**
 * The weighted mean of the predictions for several prompts, pixel by pixel (ComfyUI's calc_cond_batch):
 *
 *   D = Σ_i w_i·D_i / Σ_i w_i
 *
 * D is 0 where no prompt counts.
 *
 * @param answers  D_i of each prompt, [N, C, h′, w′] of its area
 * @param dims     of the whole latent, [N, C, h, w]
 */
export function blend(answers: readonly Answer[], dims: readonly number[]): Tensor {
  const [only, ...others] = answers
  const { area, weight = 0 } = only?.placed ?? {}
  if (only && others.length === 0 && !area && typeof weight === 'number' && weight > 0) return only.denoised
  const [sum, weights] = [zeros(dims).data, zeros(dims).data.fill(1e-37)]
  for (const answer of answers) add(answer, dims, sum, weights)
  return { dims, data: sum.map((value, i) => value / weights[i]!) }
}

function add(answer: Answer, dims: readonly number[], sum: Float32Array, weights: Float32Array): void {
  const { area, weight } = answer.placed
  const { denoised } = answer
  const [, c, h, w] = dims as [number, number, number, number]
  const [, , height, width] = denoised.dims as [number, number, number, number]
  const { y, x } = area ?? { y: 0, x: 0 }
  for (let i = 0; i < denoised.data.length; i++) {
    const [pixel, plane] = [i % (height * width), Math.floor(i / (height * width))]
    const share = typeof weight === 'number' ? weight : weightAt(weight, Math.floor(plane / c), pixel)
    const at = (plane * h + y + Math.floor(pixel / width)) * w + x + (pixel % width)
    sum[at]! += share * denoised.data[i]!
    weights[at]! += share
  }
}

/** @param weight  [N or 1, 1, h, w] */
function weightAt({ dims: [n = 1, , h = 1, w = 1], data }: Tensor, image: number, pixel: number): number {
  return data[(image % n) * h * w + pixel]!
}
