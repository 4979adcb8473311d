import { expect, test } from 'vitest'
import type { Clip, Model } from '../../../engine/pipeline/types.ts'
import modelSamplingDiscrete from '../../../nodes/advanced/model/model-sampling-discrete.ts'
import rescaleCfg from '../../../nodes/advanced/model/rescale-cfg.ts'
import tcdModelSampling from '../../../nodes/advanced/model/tcd-model-sampling-discrete.ts'
import clipSetLastLayer from '../../../nodes/conditioning/clip-set-last-layer.ts'
import ksamplerSelect from '../../../nodes/sampling/custom/samplers/ksampler-select.ts'
import basicScheduler from '../../../nodes/sampling/custom/schedulers/basic-scheduler.ts'
import hyperScheduler from '../../../nodes/sampling/custom/schedulers/hyper-sdxl-1step-unet-scheduler.ts'
import flipSigmas from '../../../nodes/sampling/custom/sigmas/flip-sigmas.ts'
import splitSigmas from '../../../nodes/sampling/custom/sigmas/split-sigmas.ts'
import { testContext } from '../context.ts'

const file = { name: 'a.safetensors', path: '/a.safetensors', fingerprint: '1' }
const plain = { prediction: 'eps', timesteps: 'full', zsnr: false } as const
const model: Model = { kind: 'model', file, loras: [], sampling: plain }
const clip: Clip = { kind: 'clip', encoders: [{ kind: 'clipL', file }], loras: [] }
const context = testContext()
const rounded = (sigmas: Float32Array) => [...sigmas].map(sigma => Number(sigma.toFixed(4)))

test('TCD in four steps starts at σ(999) and visits 759, 499 and 259', async () => {
  const inputs = { model, steps: 4, scheduler: 'simple', denoise: 1, eta: 0.3 } as const
  const { MODEL, SAMPLER, SIGMAS } = await tcdModelSampling.run(inputs, context)
  expect(MODEL).toEqual({ ...model, sampling: { ...plain, timesteps: 'distilled' } })
  expect(SAMPLER).toEqual({ name: 'tcd', options: { eta: 0.3 } })
  expect(rounded(SIGMAS)).toEqual([14.6146, 4.2606, 1.6129, 0.7194, 0])
})

test('Hyper-SDXL in one step starts at σ(800), however many steps are asked for', async () => {
  expect(rounded((await hyperScheduler.run({ model, steps: 7 }, context)).SIGMAS)).toEqual([5.111, 0])
})

test('a scheduler at half denoise keeps the steps and halves the noise levels', async () => {
  const inputs = { model, scheduler: 'simple', steps: 2 } as const
  const all = (await basicScheduler.run({ ...inputs, steps: 4, denoise: 1 }, context)).SIGMAS
  expect((await basicScheduler.run({ ...inputs, denoise: 0.5 }, context)).SIGMAS).toEqual(all.slice(2))
})

test('lcm has timesteps of its own, other predictions keep all 1000', async () => {
  const set = async (sampling: 'lcm' | 'v_prediction') =>
    (await modelSamplingDiscrete.run({ model, sampling, zsnr: true }, context)).MODEL.sampling
  expect(await set('lcm')).toEqual({ prediction: 'lcm', timesteps: 'distilled', zsnr: true })
  expect(await set('v_prediction')).toEqual({ prediction: 'v_prediction', timesteps: 'full', zsnr: true })
})

test('a setting makes a new description and does not change its input', async () => {
  expect((await rescaleCfg.run({ model, multiplier: 0.5 }, context)).MODEL).toEqual({
    ...model,
    patches: [{ kind: 'rescale-cfg', phi: 0.5 }],
  })
  expect((await clipSetLastLayer.run({ clip, stop_at_clip_layer: -2 }, context)).CLIP).toEqual({ ...clip, layer: -2 })
  expect(model).not.toHaveProperty('patches')
  expect((await ksamplerSelect.run({ sampler_name: 'ddim' }, context)).SAMPLER).toEqual({ name: 'ddim' })
})

test('a split list shares the value it is split at; a flipped one starts just above 0', async () => {
  const sigmas = Float32Array.of(3, 2, 1, 0)
  const { high_sigmas, low_sigmas } = await splitSigmas.run({ sigmas, step: 1 }, context)
  expect([[...high_sigmas], [...low_sigmas]]).toEqual([
    [3, 2],
    [2, 1, 0],
  ])
  expect(rounded((await flipSigmas.run({ sigmas }, context)).SIGMAS)).toEqual([0.0001, 1, 2, 3])
})
