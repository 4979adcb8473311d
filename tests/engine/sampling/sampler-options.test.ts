import { expect, test } from 'vitest'
import { modelSampling } from '../../../engine/sampling/model-sampling.ts'
import { prepareNoise } from '../../../engine/sampling/noise.ts'
import { sample } from '../../../engine/sampling/sample.ts'
import type { SamplerSpec } from '../../../engine/sampling/sampler-row.ts'
import { gaussLegendre } from '../../../engine/sampling/samplers/lms.ts'
import { map, type Tensor, zeros } from '../../../engine/tensor/tensor.ts'
import { maxDifference } from './close.ts'

/** No reference numbers have these options; here they meet solvers that have, and what theory says. */
const dims = [1, 4, 16, 16]
const levels = Float32Array.of(14, 9, 5, 3, 1.5, 0.7, 0.3, 0.1, 0)
const curved = (x: Tensor, sigma: number) => map(x, value => 0.9 * Math.tanh(value / (1 + sigma)) + 0.1)

async function draw(sampler: SamplerSpec, sigmas = levels, clean = curved): Promise<{ x: Tensor; calls: number }> {
  let calls = 0
  const denoise = async (x: Tensor, sigma: number) => {
    calls++
    return clean(x, sigma)
  }
  const { latent } = await sample({
    denoiser: { denoise, guided: async (x, sigma) => ({ denoised: await denoise(x, sigma), uncond: zeros(dims) }) },
    sampling: modelSampling({ prediction: 'eps', timesteps: 'full', zsnr: false }),
    sampler,
    sigmas,
    noise: prepareNoise(dims, 5n),
    latent: zeros(dims),
    seed: 7n,
    signal: new AbortController().signal,
    onStep() {},
  })
  return { x: latent, calls }
}
const difference = async (a: SamplerSpec, b: SamplerSpec, clean = curved) =>
  maxDifference((await draw(a, levels, clean)).x.data, (await draw(b, levels, clean)).x.data)

test('the ODE of er_sde in one stage is euler, its reverse-time SDE with η = 1 is euler_ancestral', async () => {
  const ode = { eta: 0, noiseScale: 0, order: 1 }
  expect(await difference({ name: 'er_sde', options: ode }, { name: 'euler' })).toBeLessThan(1e-5)
  const sde = { eta: 1, order: 1 }
  expect(await difference({ name: 'er_sde', options: sde }, { name: 'euler_ancestral' })).toBeLessThan(1e-5)
})

test('sa_solver of order 1 without correction is euler without noise, euler_ancestral with it everywhere', async () => {
  const uncorrected = { order: 1, from: 100, to: 0, correctorOrder: 0 }
  const [none, all] = [0, 1].map(eta => ({ name: 'sa_solver', options: { eta, ...uncorrected } }))
  expect(await difference(none!, { name: 'euler' })).toBeLessThan(1e-5)
  expect(await difference(all!, { name: 'euler_ancestral' })).toBeLessThan(1e-5)
})

test('where D is constant all orders of sa_solver are exact, also with the authors’ simple order 2', async () => {
  const still = () => map(prepareNoise(dims, 1n), value => value)
  const by = (order: number, correctorOrder: number, simpleOrder2: boolean): SamplerSpec => {
    return { name: 'sa_solver', options: { eta: 0.5, order, correctorOrder, simpleOrder2 } }
  }
  expect(await difference(by(2, 2, true), by(6, 6, false), still)).toBeLessThan(1e-5)
  expect(await difference(by(2, 2, true), by(2, 2, false))).toBeGreaterThan(1e-4)
})

test('dpm_adaptive takes more evaluations for a smaller error, and keeps the noise level with η = 1', async () => {
  const within = (tolerance: number) => {
    const options = { relativeTolerance: tolerance, absoluteTolerance: tolerance }
    return draw({ name: 'dpm_adaptive', options })
  }
  const [coarse, fine] = [await within(0.1), await within(0.0001)]
  expect(fine.calls).toBeGreaterThan(coarse.calls)

  const { x } = await draw({ name: 'dpm_adaptive', options: { eta: 1 } }, Float32Array.of(14, 1), () => zeros(dims))
  const deviation = Math.sqrt(x.data.reduce((sum, value) => sum + value ** 2, 0) / x.data.length)
  expect(deviation).toBeGreaterThan(0.95)
  expect(deviation).toBeLessThan(1.05)
})

test.each([
  [{ relativeTolerance: 0, absoluteTolerance: 0 }],
  [{ relativeTolerance: 0, absoluteTolerance: 0, acceptance: 0 }],
  [{ firstStep: 0 }],
  [{ firstStep: 0, integral: 0 }],
  [{ acceptance: 100 }],
])('dpm_adaptive reports that no step will do, with %j', async options => {
  await expect(draw({ name: 'dpm_adaptive', options })).rejects.toThrow('finds no step that is fine enough at σ')
})

test('dpmpp_sde refuses a second evaluation at the place of the first', async () => {
  await expect(draw({ name: 'dpmpp_sde', options: { r: 0 } })).rejects.toThrow('r is 0, expected more than 0')
})

test('rising noise levels lead back to noise with euler, and are refused by samplers that add noise', async () => {
  const rising = levels.toReversed().with(0, 0.0001)
  expect((await draw({ name: 'euler' }, rising)).x.data.every(Number.isFinite)).toBe(true)
  await expect(draw({ name: 'euler_ancestral' }, rising)).rejects.toThrow('The noise levels rise')
})

test('the alternative euler_cfg_pp guides D twice: it goes to 2·D where D_u is 0', async () => {
  const one = Float32Array.of(3, 0)
  const { x } = await draw({ name: 'euler_cfg_pp', options: { twiceGuided: true } }, one, () =>
    map(zeros(dims), () => 1),
  )
  expect(x.data.every(value => Math.abs(value - 2) < 1e-5)).toBe(true)
})

test('Gauss–Legendre with n points integrates a polynomial of degree 2n − 1 exactly', () => {
  const integral = (n: number, f: (x: number) => number) =>
    gaussLegendre(n).reduce((sum, { at, weight }) => sum + weight * f(at), 0)
  for (const n of [1, 2, 3, 10, 50]) {
    expect(integral(n, x => x ** (2 * n - 2))).toBeCloseTo(2 / (2 * n - 1), 12)
    expect(integral(n, x => x ** (2 * n - 1))).toBeCloseTo(0, 12)
  }
})
