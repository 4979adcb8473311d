import { expect, test } from 'vitest'
import { modelSampling } from '../../../engine/sampling/model-sampling.ts'
import { sample } from '../../../engine/sampling/sample.ts'
import { samplers } from '../../../engine/sampling/samplers.ts'
import { simple } from '../../../engine/sampling/schedules/by-timestep.ts'
import { ancestralStepOf } from '../../../engine/sampling/solving/ancestral-step.ts'
import { type Tensor, tensor } from '../../../engine/tensor/tensor.ts'

const sampling = modelSampling({ prediction: 'flow', shift: 3 })

test('the levels of a flow go to 1, and a shift raises those between', () => {
  expect(sampling.sigmaMax).toBe(1)
  expect(sampling.percentToSigma(0.5)).toBeCloseTo(0.75, 12)
  expect(sampling.timestep(0.75)).toBe(750)
  expect(sampling.sigma(500)).toBeCloseTo(0.75, 6)
  expect(simple(modelSampling({ prediction: 'flow', shift: 1 }), 4)).toEqual([1, 0.75, 0.5, 0.25, 0].map(Math.fround))
})

test.each([0, 0.4, 1])('an ancestral step with η = %s leaves as much picture and noise as its level has', eta => {
  const next = 0.6
  const { down, up, keep } = ancestralStepOf(sampling)(0.8, next, eta)
  expect(keep * (1 - down)).toBeCloseTo(1 - next, 6)
  expect((keep * down) ** 2 + up ** 2).toBeCloseTo(next ** 2, 6)
})

/** For data ~ N(m, s²) the flow is x(σ) = (1 − σ)·m + √((1 − σ)²s² + σ²)·z with the same z at every σ. */
const [mean, spread, z] = [0.5, 0.7, 1.3]
const denoise = async (x: Tensor, sigma: number): Promise<Tensor> => {
  const alpha = 1 - sigma
  const share = (spread ** 2 * alpha) / (spread ** 2 * alpha ** 2 + sigma ** 2)
  return { dims: x.dims, data: x.data.map(value => mean + share * (value - alpha * mean)) }
}

const draw = (name: string, steps: number) => {
  const one = (value: number) => tensor([1, 1, 1, 1], Float32Array.of(value))
  const guided = async (x: Tensor, sigma: number) => {
    const denoised = await denoise(x, sigma)
    return { denoised, uncond: denoised }
  }
  return sample({
    denoiser: { denoise, guided },
    sampling,
    sampler: { name },
    sigmas: Float32Array.from(simple(sampling, steps)),
    noise: one(z),
    latent: one(0),
    seed: 1n,
    signal: new AbortController().signal,
    onStep() {},
  })
}

test.each(samplers.filter(({ noise, order }) => noise === 'none' && typeof order === 'number').map(({ name }) => name))(
  '%s follows a flow',
  async name => {
    const { latent } = await draw(name, 100)
    expect(Math.abs(latent.data[0]! - (mean + spread * z))).toBeLessThan(0.05)
  },
)

test.each(samplers.filter(({ noise }) => noise !== 'none').map(({ name }) => name))(
  '%s, which adds noise, ends at a value of the data',
  async name => {
    const { latent } = await draw(name, 100)
    expect(Math.abs(latent.data[0]! - mean)).toBeLessThan(4 * spread)
  },
)

test('what is left of a flow above σ = 0 is divided by 1 − σ, as the next sampler expects it', async () => {
  const still = async (x: Tensor) => x
  const { latent } = await sample({
    denoiser: { denoise: still, guided: async x => ({ denoised: x, uncond: x }) },
    sampling,
    sampler: { name: 'euler' },
    sigmas: Float32Array.of(0.5, 0.25),
    noise: tensor([1, 1, 1, 1], Float32Array.of(0)),
    latent: tensor([1, 1, 1, 1], Float32Array.of(3)),
    seed: 1n,
    signal: new AbortController().signal,
    onStep() {},
  })
  expect(latent.data[0]).toBe(2)
})
