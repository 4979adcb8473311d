/** Checks of noise levels and results, each with a sentence for the user. */
import { RangeInputError } from '../errors.ts'
import type { Tensor } from '../tensor/tensor.ts'

/** @throws RangeInputError when a noise level is not a number or below 0, or when one before the last is 0 */
export function refuseNoiseLevels(sigmas: Float32Array): void {
  const level = (i: number) => `Noise level ${i + 1} of ${sigmas.length} is ${sigmas[i]}`
  const unusable = sigmas.findIndex(sigma => !(sigma >= 0 && sigma < Number.POSITIVE_INFINITY))
  if (unusable >= 0)
    throw new RangeInputError(
      `${level(unusable)}, expected a number of at least 0. Change the values of the node that makes the noise levels.`,
    )
  const zero = sigmas.subarray(0, -1).indexOf(0)
  if (zero >= 0)
    throw new RangeInputError(`${level(zero)}, but only the last may be 0, since no step can start without noise.`)
}

/** @throws RangeInputError when these are not the ends of a range of noise levels */
export function refuseRange(sigmaMin: number, sigmaMax: number): void {
  if (sigmaMin > 0 && sigmaMin < sigmaMax) return
  throw new RangeInputError(
    `sigma_min is ${sigmaMin} and sigma_max ${sigmaMax}; expected sigma_min above 0 and below sigma_max.`,
  )
}

/** @throws RangeInputError when a value of `x` is NaN or infinite: the picture would be black */
export function refuseNotFinite(x: Tensor, at: { sampler: string; step: number; sigmas: Float32Array }): void {
  if (x.data.every(Number.isFinite)) return
  const { sampler, step, sigmas } = at
  throw new RangeInputError(
    `${sampler} gave NaN or infinity in step ${step} of ${sigmas.length - 1}. ${adviceFor(sigmas)}`,
  )
}

function adviceFor(sigmas: Float32Array): string {
  if (sigmas.some((sigma, i) => sigma > (sigmas[i - 1] ?? sigma)))
    return 'The noise levels rise, which only samplers without added noise allow: use euler.'
  if (sigmas.some((sigma, i) => sigma === sigmas[i - 1]))
    return 'Two noise levels are equal, which not every sampler allows: use euler, or fewer steps.'
  return 'Use another sampler, a lower cfg, or options nearer to their defaults.'
}
