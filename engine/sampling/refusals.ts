/** What no sampler can walk, what no model knows, and what none may give back, in sentences. */
import { RangeInputError } from '../errors.ts'
import type { Tensor } from '../tensor/tensor.ts'

/** @throws RangeInputError when a noise level is no number or below 0, or another than the last is 0 */
export function refuseUnwalkable(sigmas: Float32Array): void {
  const level = (i: number) => `Noise level ${i + 1} of ${sigmas.length} is ${sigmas[i]}`
  const unusable = sigmas.findIndex(sigma => !(sigma >= 0 && sigma < Number.POSITIVE_INFINITY))
  if (unusable >= 0)
    throw new RangeInputError(
      `${level(unusable)}, expected a number from 0 up: change the values of the node that SIGMAS comes from.`,
    )
  const zero = sigmas.subarray(0, -1).indexOf(0)
  if (zero >= 0)
    throw new RangeInputError(`${level(zero)}, but only the last may be 0: where there is no noise no step can start.`)
}

/** @throws RangeInputError when a model cannot know all noise levels between these */
export function refuseRange(sigmaMin: number, sigmaMax: number): void {
  if (sigmaMin > 0 && sigmaMin < sigmaMax) return
  throw new RangeInputError(
    `sigma_min is ${sigmaMin} and sigma_max ${sigmaMax}; expected sigma_min above 0 and below sigma_max.`,
  )
}

/** @throws RangeInputError when a value of `x` is no number: the picture would be black */
export function refuseNoNumbers(x: Tensor, at: { sampler: string; step: number; sigmas: Float32Array }): void {
  if (x.data.every(Number.isFinite)) return
  const { sampler, step, sigmas } = at
  throw new RangeInputError(
    `${sampler} lost the picture in step ${step} of ${sigmas.length - 1}: its values are no numbers any more. ${wayOut(sigmas)}`,
  )
}

function wayOut(sigmas: Float32Array): string {
  if (sigmas.some((sigma, i) => sigma > (sigmas[i - 1] ?? sigma)))
    return 'The noise levels rise, which only samplers that add no noise can follow: take euler.'
  if (sigmas.some((sigma, i) => sigma === sigmas[i - 1]))
    return 'Two noise levels are the same, which not every sampler can step between: take euler, or fewer steps.'
  return 'Take another sampler, a smaller cfg, or options nearer to their defaults.'
}
