import { expect, test } from 'vitest'
import { modelSampling } from '../../../engine/sampling/model-sampling.ts'
import { continuousLevels } from '../../../engine/sampling/noise-levels.ts'
import { tensor } from '../../../engine/tensor/tensor.ts'

/** By hand, after ComfyUI 0.3.64's ModelSamplingContinuousEDM, ModelSamplingContinuousV and EDM. */
const ends = { sigmaMin: 0.01, sigmaMax: 100 }

test.each([
  ['edm', Math.E ** 2, 0.5],
  ['v', 1, 0.5],
] as const)('%s calls σ = %f timestep %f, and the other way round', (timesteps, sigma, t) => {
  const levels = continuousLevels({ timesteps, ...ends })
  expect(levels.timestep(sigma)).toBeCloseTo(t, 12)
  expect(levels.sigma(t)).toBeCloseTo(sigma, 10)
})

test('1000 levels, even in ln σ, represent all; half of the way is their geometric mean', () => {
  const { sigmas, sigmaMin, sigmaMax, percentToSigma } = continuousLevels({ timesteps: 'edm', ...ends })
  expect(sigmas).toHaveLength(1000)
  expect([sigmaMin, sigmaMax]).toEqual([expect.closeTo(0.01, 7), expect.closeTo(100, 4)])
  expect(sigmas[1]! / sigmas[0]!).toBeCloseTo(sigmas[999]! / sigmas[998]!, 5)
  expect(percentToSigma(0.5)).toBeCloseTo(1, 5)
  expect([percentToSigma(0), percentToSigma(1)]).toEqual([999999999.9, 0])
})

test.each([
  ['eps', 1 - 1],
  ['v_prediction', 0.2 - 0.5 / Math.sqrt(1.25)],
  ['edm', 0.2 + 0.5 / Math.sqrt(1.25)],
] as const)('at σ = 1, σ_d = ½ and x = F = 1, %s means %f', (prediction, denoised) => {
  const sampling = modelSampling({ prediction, timesteps: 'edm', ...ends, sigmaData: 0.5 })
  const one = tensor([1], Float32Array.of(1))
  expect(sampling.denoised(one, one, 1).data[0]).toBeCloseTo(denoised, 6)
  expect(sampling.scaleInput(one, 1).data[0]).toBeCloseTo(1 / Math.sqrt(1.25), 6)
})
