import { expect, test } from 'vitest'
import type { Model } from '../../../../engine/pipeline/types.ts'
import alignYourSteps from '../../../../nodes/sampling/custom/schedulers/align-your-steps-scheduler.ts'
import betaSampling from '../../../../nodes/sampling/custom/schedulers/beta-sampling-scheduler.ts'
import exponential from '../../../../nodes/sampling/custom/schedulers/exponential-scheduler.ts'
import karras from '../../../../nodes/sampling/custom/schedulers/karras-scheduler.ts'
import laplace from '../../../../nodes/sampling/custom/schedulers/laplace-scheduler.ts'
import polyexponential from '../../../../nodes/sampling/custom/schedulers/polyexponential-scheduler.ts'
import sdTurbo from '../../../../nodes/sampling/custom/schedulers/sd-turbo-scheduler.ts'
import vp from '../../../../nodes/sampling/custom/schedulers/vp-scheduler.ts'
import { testContext } from '../../context.ts'

/** What the numbers are, the engine's tests compare with ComfyUI; here, that each input arrives where it belongs. */
const context = testContext()
const file = { name: 'a.safetensors', path: '/a.safetensors', fingerprint: '1' }
const eps = { prediction: 'eps', timesteps: 'full', zsnr: false } as const
const model: Model = { kind: 'model', file, loras: [], sampling: eps }
const rounded = ({ SIGMAS }: { SIGMAS: Float32Array }) => [...SIGMAS].map(sigma => Number(sigma.toFixed(4)))
const from16to1 = { steps: 3, sigma_max: 16, sigma_min: 1 }

test('with ρ 1 Karras’ levels are even, with ρ 2 their roots are', async () => {
  expect(rounded(await karras.run({ ...from16to1, rho: 1 }, context))).toEqual([16, 8.5, 1, 0])
  expect(rounded(await karras.run({ ...from16to1, rho: 2 }, context))).toEqual([16, 6.25, 1, 0])
})

test('ρ 0 is refused, since there is no such root', () => {
  expect(() => karras.run({ ...from16to1, rho: 0 }, context)).toThrow('rho is 0, expected more than 0')
})

test('exponential levels fall by the same factor; polyexponential ones sooner with a larger ρ', async () => {
  expect(rounded(await exponential.run(from16to1, context))).toEqual([16, 4, 1, 0])
  expect(rounded(await polyexponential.run({ ...from16to1, rho: 1 }, context))).toEqual([16, 4, 1, 0])
  expect(rounded(await polyexponential.run({ ...from16to1, rho: 2 }, context))).toEqual([16, 2, 1, 0])
})

test('Laplace’s levels have e^μ in the middle and stay between the two ends', async () => {
  expect(rounded(await laplace.run({ ...from16to1, mu: 0.5, beta: 0.5 }, context))).toEqual([16, 1.6487, 1])
})

test('the variance-preserving levels are √(e^(½β_d·t² + β_min·t) − 1)', async () => {
  const SIGMAS = await vp.run({ steps: 2, beta_d: 2, beta_min: 1, eps_s: 0.5 }, context)
  expect(rounded(SIGMAS)).toEqual(
    [Math.sqrt(Math.exp(2) - 1), Math.sqrt(Math.exp(0.75) - 1), 0].map(v => Number(v.toFixed(4))),
  )
})

test('with α and β 1 the beta distribution is even: timesteps 999 and 500', async () => {
  expect(rounded(await betaSampling.run({ model, steps: 2, alpha: 1, beta: 1 }, context))).toEqual([14.6146, 1.6183, 0])
})

test('Turbo starts at timestep 999, at half denoise at 499, at denoise 0 not at all', async () => {
  expect(rounded(await sdTurbo.run({ model, steps: 2, denoise: 1 }, context))).toEqual([14.6146, 8.3028, 0])
  expect(rounded(await sdTurbo.run({ model, steps: 1, denoise: 0.5 }, context))).toEqual([1.6129, 0])
  expect(rounded(await sdTurbo.run({ model, steps: 1, denoise: 0 }, context))).toEqual([0])
})

test('Align Your Steps keeps the last steps below denoise 1', async () => {
  const all = await alignYourSteps.run({ model_type: 'SDXL', steps: 10, denoise: 1 }, context)
  expect(rounded(all).slice(0, 3)).toEqual([14.6146, 6.3184, 3.7682])
  const half = await alignYourSteps.run({ model_type: 'SDXL', steps: 10, denoise: 0.5 }, context)
  expect(half.SIGMAS).toEqual(all.SIGMAS.slice(5))
})
