import { expect, test } from 'vitest'
import type { Model } from '../../../../engine/pipeline/types.ts'
import adaptive from '../../../../nodes/sampling/custom/samplers/sampler-dpm-adaptative.ts'
import dpmpp2mSde from '../../../../nodes/sampling/custom/samplers/sampler-dpmpp-2m-sde.ts'
import dpmpp2s from '../../../../nodes/sampling/custom/samplers/sampler-dpmpp-2s-ancestral.ts'
import dpmpp3mSde from '../../../../nodes/sampling/custom/samplers/sampler-dpmpp-3m-sde.ts'
import dpmppSde from '../../../../nodes/sampling/custom/samplers/sampler-dpmpp-sde.ts'
import erSde from '../../../../nodes/sampling/custom/samplers/sampler-er-sde.ts'
import eulerAncestral from '../../../../nodes/sampling/custom/samplers/sampler-euler-ancestral.ts'
import eulerAncestralCfgPp from '../../../../nodes/sampling/custom/samplers/sampler-euler-ancestral-cfg-pp.ts'
import eulerCfgPp from '../../../../nodes/sampling/custom/samplers/sampler-euler-cfg-pp.ts'
import lms from '../../../../nodes/sampling/custom/samplers/sampler-lms.ts'
import saSolver from '../../../../nodes/sampling/custom/samplers/sampler-sa-solver.ts'
import { testContext } from '../../context.ts'

const context = testContext()
const noise = { eta: 0.5, s_noise: 1.1 }
const asked = { eta: 0.5, noiseScale: 1.1 }

test('a sampler node names its sampler and passes its options on', async () => {
  const gpu = { ...noise, noise_device: 'gpu' } as const
  const results = [
    await eulerAncestral.run(noise, context),
    await eulerAncestralCfgPp.run(noise, context),
    await dpmpp2s.run(noise, context),
    await dpmppSde.run({ ...gpu, r: 0.4 }, context),
    await dpmpp2mSde.run({ ...gpu, solver_type: 'heun' }, context),
    await dpmpp3mSde.run(gpu, context),
    await lms.run({ order: 2 }, context),
    await eulerCfgPp.run({ version: 'alternative' }, context),
  ]
  expect(results.map(({ SAMPLER }) => SAMPLER)).toEqual([
    { name: 'euler_ancestral', options: asked },
    { name: 'euler_ancestral_cfg_pp', options: asked },
    { name: 'dpmpp_2s_ancestral', options: asked },
    { name: 'dpmpp_sde', options: { ...asked, r: 0.4 } },
    { name: 'dpmpp_2m_sde', options: { ...asked, solver: 'heun' } },
    { name: 'dpmpp_3m_sde', options: asked },
    { name: 'lms', options: { order: 2 } },
    { name: 'euler_cfg_pp', options: { twiceGuided: true } },
  ])
})

test('the adaptive sampler takes all ten numbers of its node', async () => {
  const controller = { rtol: 1, atol: 2, h_init: 3, pcoeff: 4, icoeff: 5, dcoeff: 6, accept_safety: 0.7 }
  const { SAMPLER } = await adaptive.run({ order: 2, ...noise, ...controller }, context)
  const control = { relativeTolerance: 1, absoluteTolerance: 2, firstStep: 3, acceptance: 0.7 }
  const weights = { proportional: 4, integral: 5, derivative: 6 }
  expect(SAMPLER).toEqual({
    name: 'dpm_adaptive',
    options: { order: 2, ...asked, ...control, ...weights },
  })
})

test('of the er_sde family only the reverse-time SDE has η; the ODE adds no noise', async () => {
  const of = async (solver_type: 'ER-SDE' | 'Reverse-time SDE' | 'ODE') =>
    (await erSde.run({ solver_type, max_stage: 2, ...noise }, context)).SAMPLER
  expect(await of('ER-SDE')).toEqual({ name: 'er_sde', options: { order: 2, noiseScale: 1.1 } })
  expect(await of('Reverse-time SDE')).toEqual({ name: 'er_sde', options: { order: 2, ...asked } })
  expect(await of('ODE')).toEqual({ name: 'er_sde', options: { order: 2, eta: 0, noiseScale: 0 } })
})

test('SA-Solver turns the percentages of its node into noise levels of the model', async () => {
  const file = { name: 'a.safetensors', path: '/a.safetensors', fingerprint: '1' }
  const plain = { prediction: 'eps', timesteps: 'full', zsnr: false } as const
  const model: Model = { kind: 'model', file, loras: [], sampling: plain }
  const orders = { predictor_order: 2, corrector_order: 0, use_pece: true, simple_order_2: true }
  const { SAMPLER } = await saSolver.run(
    { model, ...noise, sde_start_percent: 0.25, sde_end_percent: 1, ...orders },
    context,
  )
  const adams = { order: 2, from: expect.closeTo(4.086081, 5), to: 0, correctorOrder: 0, simpleOrder2: true }
  expect(SAMPLER).toEqual({ name: 'sa_solver_pece', options: { ...asked, ...adams } })
})
