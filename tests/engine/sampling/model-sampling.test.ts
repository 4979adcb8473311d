import { expect, test } from 'vitest'
import {
  type DiscreteSampling,
  type ModelSamplingSpec,
  modelSampling,
} from '../../../engine/sampling/model-sampling.ts'
import { alphaBars, alphaBarsFloat32 } from '../../../engine/sampling/noise-table.ts'
import { readGolden, readGoldenJson } from '../../goldens/read.ts'
import { expectClose, expectCloseList } from './close.ts'

type Pairs = [number, number][]
interface Goldens {
  model_sampling: Record<string, { sigmas: number[]; log_sigmas: number[]; sigma_min: number; sigma_max: number }> & {
    tcd_distilled: { alphas_cumprod_1000: number[] }
  }
  betas: { alphas_cumprod_f64: number[] }
  conversions: Record<string, { sigma_of_t: Pairs; timestep_of_sigma: Pairs; percent_to_sigma: Pairs }>
}

// Reference: ComfyUI 0.3.64 ModelSamplingDiscrete, ModelSamplingDiscreteDistilled; ComfyUI-TCD's own copy of the latter.
const goldens = readGoldenJson<Goldens>('schedules.json')
const specs: Record<string, ModelSamplingSpec> = {
  eps: { prediction: 'eps', timesteps: 'full', zsnr: false },
  v_prediction: { prediction: 'v_prediction', timesteps: 'full', zsnr: false },
  v_prediction_zsnr: { prediction: 'v_prediction', timesteps: 'full', zsnr: true },
  lcm_distilled: { prediction: 'lcm', timesteps: 'distilled', zsnr: false },
  tcd_distilled: { prediction: 'eps', timesteps: 'distilled', zsnr: false },
}

test.each(Object.entries(specs))('%s: the noise levels and the conversions between σ, t and percent', (name, spec) => {
  const sampling = modelSampling(spec)
  const [table, conversions] = [goldens.model_sampling[name]!, goldens.conversions[name]!]
  expectCloseList(sampling.sigmas, table.sigmas, 2e-6, 'σ')
  expect([sampling.sigmaMin, sampling.sigmaMax]).toEqual([table.sigma_min, table.sigma_max])
  const values = (pairs: Pairs) => pairs.map(([, value]) => value)
  const of = (pairs: Pairs, f: (x: number) => number) => pairs.map(([x]) => f(x))
  expectCloseList(of(conversions.sigma_of_t, sampling.sigma), values(conversions.sigma_of_t), 2e-6, 'σ(t)')
  expect(of(conversions.timestep_of_sigma, sampling.timestep)).toEqual(values(conversions.timestep_of_sigma))
  const [percents, levels] = [of(conversions.percent_to_sigma, sampling.percentToSigma), conversions.percent_to_sigma]
  expectCloseList(percents, values(levels), 2e-6, 'σ at percent')
})

test('every noise level of a table gives its own timestep', () => {
  const sampling = modelSampling(specs.v_prediction_zsnr!)
  expect([...sampling.sigmas].map(sampling.timestep)).toEqual(Array.from({ length: 1000 }, (_, t) => t))
})

test('ᾱ in float64, and in float32 as TCD multiplies it up', () => {
  expectCloseList(alphaBars(), goldens.betas.alphas_cumprod_f64, 1e-12, 'ᾱ')
  expectCloseList(alphaBarsFloat32(), goldens.model_sampling.tcd_distilled.alphas_cumprod_1000, 2e-6, 'ᾱ in float32')
})

interface FunctionGoldens {
  model_sampling_functions: {
    type: DiscreteSampling['prediction']
    sigma: number
    timestep: number
    calculate_input: string
    calculate_denoised: string
    noise_scaling_max_denoise_False: string
    noise_scaling_max_denoise_True: string
  }[]
}

test('input scaling, denoised and noise scaling of every kind of prediction', () => {
  const arrays = readGolden('samplers.safetensors')
  const array = (name: string) => arrays.get(name)!
  const [x, output, latent] = [array('msf.x'), array('msf.model_output'), array('latent_L')]
  for (const g of readGoldenJson<FunctionGoldens>('samplers.json').model_sampling_functions) {
    const timesteps = g.type === 'lcm' ? 'distilled' : 'full'
    const sampling = modelSampling({ prediction: g.type, timesteps, zsnr: false })
    const what = `${g.type} at σ = ${g.sigma}`
    expect(sampling.timestep(g.sigma)).toBe(g.timestep)
    expectClose(sampling.scaleInput(x, g.sigma), array(g.calculate_input), 2e-6, what)
    expectClose(sampling.denoised(x, output, g.sigma), array(g.calculate_denoised), 2e-5, what)
    for (const [max, key] of [
      [false, g.noise_scaling_max_denoise_False],
      [true, g.noise_scaling_max_denoise_True],
    ] as const)
      expectClose(sampling.noiseScaling(g.sigma, x, latent, max), array(key), 2e-5, what)
  }
})

test('shifted timesteps evaluate the network as if less noise was there, at the sigma of that timestep', () => {
  const plain = modelSampling({ prediction: 'eps', timesteps: 'full', zsnr: false })
  const shifted = modelSampling({ prediction: 'eps', timesteps: 'full', zsnr: false, shiftedTimestep: 250 })
  // 999 · 250/1000, cut off, as NitroFusion's scheduler has it.
  expect([plain.sigmaMax, plain.sigma(500)].map(shifted.networkTimestep)).toEqual([249, 125])
  expect(shifted.timestep(plain.sigmaMax)).toBe(999)
  const x = { dims: [1, 1, 1, 2], data: Float32Array.of(14, -7) }
  const eps = { dims: [1, 1, 1, 2], data: Float32Array.of(0.5, -0.25) }
  const [high, low] = [plain.sigmaMax, plain.sigma(249)]
  const unit = (value: number) => value / Math.sqrt(high ** 2 + 1)
  const expected = [...x.data].map((value, i) => unit(value) * Math.sqrt(low ** 2 + 1) - low * eps.data[i]!)
  expect([...shifted.scaleInput(x, high).data]).toEqual([...plain.scaleInput(x, high).data])
  for (const [i, value] of shifted.denoised(x, eps, high).data.entries()) expect(value).toBeCloseTo(expected[i]!, 5)
})
