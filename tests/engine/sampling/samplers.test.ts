import { expect, test } from 'vitest'
import { guided } from '../../../engine/sampling/guidance.ts'
import { type ModelSamplingSpec, modelSampling } from '../../../engine/sampling/model-sampling.ts'
import { prepareNoise } from '../../../engine/sampling/noise.ts'
import { sample } from '../../../engine/sampling/sample.ts'
import type { Guided, GuidedDenoise, SamplerStep } from '../../../engine/sampling/sampler.ts'
import type { SamplerSpec } from '../../../engine/sampling/sampler-row.ts'
import { samplerNames, samplerOf, samplers } from '../../../engine/sampling/samplers.ts'
import { stack, type Tensor, zeros } from '../../../engine/tensor/tensor.ts'
import { readGolden, readGoldenJson } from '../../goldens/read.ts'
import { expectClose, expectCloseList } from './close.ts'

interface Case {
  name: string
  denoiser: 'A' | 'B' | 'AB'
  cfg: number
  seed: string
  noise: string
  latent: string | null
  mask: string | null
  sigmas: number[]
  sampler: string
  eta?: number
  options?: Record<string, number | string>
  model_sampling: 'eps' | 'v_prediction_zsnr' | 'zsnr' | 'lcm' | 'tcd_distilled'
  steps: number | [x: string, denoised: string]
  out?: string
  error?: string
  x_init_seen_by_denoiser: string
  denoiser_call_sigmas: number[]
}

// Reference: ComfyUI 0.3.64, KSAMPLER.sample on the denoisers below; ComfyUI-TCD's sampler for `tcd`.
const { cases } = readGoldenJson<{ cases: Case[] }>('samplers.json')
const arrays = readGolden('samplers.safetensors')
const [P, Q] = [arrays.get('pattern_P')!, arrays.get('pattern_Q')!]

const overPattern = (x: Tensor, pattern: Tensor, f: (x: number, p: number) => number): Tensor => ({
  dims: x.dims,
  data: x.data.map((value, i) => f(value, pattern.data[i]!)),
})
const A = (x: Tensor, s: number) => overPattern(x, P, (v, p) => 0.9 * Math.tanh(v / (1 + s)) + 0.1 * p)
const B = (x: Tensor, s: number) =>
  overPattern(x, Q, (v, q) => q + (0.25 / (0.25 + s * s)) * (v - q) + (0.2 * Math.sin(v)) / (1 + s * s))
/** D by the case's denoiser, D_u by the other one. */
function evaluate({ denoiser, cfg }: Case, x: Tensor, s: number): Guided {
  const [cond, uncond] = denoiser === 'B' ? [B(x, s), A(x, s)] : [A(x, s), B(x, s)]
  return { denoised: denoiser === 'AB' ? guided(cond, uncond, cfg) : cond, uncond }
}

const specs: Record<string, ModelSamplingSpec> = {
  eps: { prediction: 'eps', timesteps: 'full', zsnr: false },
  v_prediction_zsnr: { prediction: 'v_prediction', timesteps: 'full', zsnr: true },
  lcm: { prediction: 'lcm', timesteps: 'distilled', zsnr: false },
  tcd_distilled: { prediction: 'eps', timesteps: 'distilled', zsnr: false },
}

/** Our names for the reference's options. */
const optionNames: Record<string, string> = {
  eta: 'eta',
  s_noise: 'noiseScale',
  s_churn: 'churn',
  r: 'r',
  order: 'order',
  solver_type: 'solver',
  rtol: 'relativeTolerance',
  atol: 'absoluteTolerance',
  euler_steps: 'eulerSteps',
  lcm_steps: 'lcmSteps',
  ancestral: 'ancestral',
  noise_mult: 'noiseScale',
  tweak_sigmas: 'regrouped',
  weight: 'weight',
  reuse_lcm_noise: 'reuse',
  parallel: 'parallel',
}

function specOf({ sampler: name, eta, options = {} }: Case): SamplerSpec {
  const given = { ...(eta !== undefined && { eta }), ...options }
  return { name, options: Object.fromEntries(Object.entries(given).map(([key, value]) => [optionNames[key]!, value])) }
}

/** The case's sample, with what the denoiser was asked and what each step showed. */
async function run(g: Case, mask = g.mask ? arrays.get(g.mask)! : undefined) {
  const noise = arrays.get(g.noise)!
  const calls: { x: Tensor; sigma: number }[] = []
  const steps: SamplerStep[] = []
  const guided: GuidedDenoise = async (x, sigma) => {
    calls.push({ x, sigma })
    return evaluate(g, x, sigma)
  }
  const denoiser = { guided, denoise: async (x: Tensor, sigma: number) => (await guided(x, sigma)).denoised }
  const sampler = specOf(g)
  const result = await sample({
    denoiser,
    sampling: modelSampling(specs[g.model_sampling]!),
    sampler,
    sigmas: Float32Array.from(g.sigmas),
    noise,
    latent: g.latent ? arrays.get(g.latent)! : zeros(noise.dims),
    ...(mask && { mask }),
    seed: BigInt(g.seed),
    signal: new AbortController().signal,
    onStep: step => void steps.push(step),
  })
  return { ...result, calls, steps }
}

const largest = ({ data }: Tensor) => data.reduce((max, value) => Math.max(max, Math.abs(value)), 0)
/**
 * Relative to the largest value of the result. UniPC's weights are solved for in float32 by the reference, so they are good
 * to fewer digits; the step length of dpm_adaptive hangs on the difference of two nearly equal latents, of which float32
 * leaves a few bits.
 */
const toleranceOf = (name: string) => (name === 'dpm_adaptive' ? 2e-3 : name.startsWith('uni_pc') ? 2e-4 : 1e-4)

/**
 * ddim with seed 2⁶⁴ − 1 adds 1 to the seed and overflows, also without a mask to need it for. With one step uni_pc,
 * dpm_fast and dpm_adaptive give back the noise they were given.
 */
const isReferenceFailure = ({ error, sampler, sigmas }: Case) =>
  error !== undefined || (/^(uni_pc|dpm_fast|dpm_adaptive)/.test(sampler) && sigmas.length === 2)

const { sampler_names: theirs } = readGoldenJson<{ sampler_names: string[] }>('schedules.json')

test('a KSampler lists ComfyUI’s samplers first, in the order of its widget, and then ours', () => {
  expect(samplerNames.slice(0, theirs.length)).toEqual(theirs)
})

test('every row has a name of its own and a formula with its source', () => {
  const names = samplers.map(({ name }) => name)
  expect(new Set(names).size).toBe(names.length)
  for (const { name, formula } of samplers) expect([name, ...formula.lines, formula.source]).not.toContain('')
})

test('only its own node offers a sampler that KSampler cannot run alone', () => {
  expect(samplerNames).not.toContain('tcd')
  expect(samplerOf('tcd').offered).toBe('own-node')
})

test('a sampler that is not in the table is refused by name', () => {
  expect(() => samplerOf('eular')).toThrow('There is no sampler eular; expected one of euler, ')
})

// Reference: ComfyUI 0.35's samplers on denoisers A and B with guidance, tests/goldens/make/samplers-later.py.
const later = readGoldenJson<{ cases: Later[] }>('samplers_later.json')
type Later = Pick<Case, 'sampler' | 'cfg' | 'sigmas'> & { readonly out: readonly number[] }

test.each(later.cases)('$sampler at cfg $cfg gives the latents of ComfyUI, which has it since 2026', async given => {
  const start = { noise: 'noise.42', latent: null, mask: null, seed: '42', model_sampling: 'eps' } as const
  const { latent } = await run({ ...cases[0]!, ...start, ...given, denoiser: 'AB' } as unknown as Case)
  const out = { dims: latent.dims, data: Float32Array.from(given.out) }
  expectClose(latent, out, 1e-5 * largest(out), given.sampler)
})

// Reference: ComfyUI-sampler-lcm-alternative's functions on denoiser A, tests/goldens/make/packs.py.
const ofPacks = readGoldenJson<{ samplers: (Omit<Later, 'cfg'> & Pick<Case, 'options'>)[] }>('packs.json')

test.each(ofPacks.samplers)('$sampler with $options gives the latents of its author’s function', async given => {
  const start = { noise: 'noise.42', latent: null, mask: null, seed: '42', model_sampling: 'eps', cfg: 1 } as const
  const { latent } = await run({ ...cases[0]!, ...start, ...given, denoiser: 'A' } as unknown as Case)
  const out = { dims: latent.dims, data: Float32Array.from(given.out) }
  expectClose(latent, out, 1e-5 * largest(out), given.sampler)
})

test.each([...theirs, 'tcd'])('%s gives the reference’s latents', async name => {
  const own = cases.filter(g => g.sampler === name)
  expect(own.length).toBeGreaterThan(10)
  for (const g of own) {
    const { latent, calls, steps } = await run(g)
    if (isReferenceFailure(g)) continue
    const tolerance = toleranceOf(name) * largest(arrays.get(g.out!)!)
    expectClose(latent, arrays.get(g.out!)!, tolerance, g.name)
    expectClose(calls[0]!.x, arrays.get(g.x_init_seen_by_denoiser)!, 2e-5 * largest(calls[0]!.x), `${g.name}, first x`)
    const sigmas = calls.map(call => call.sigma)
    expectCloseList(
      sigmas,
      g.denoiser_call_sigmas,
      name === 'dpm_adaptive' ? 2e-2 : 5e-5,
      `${g.name}, σ of each evaluation`,
    )
    if (!Array.isArray(g.steps)) continue
    const denoised = arrays.get(g.steps[1])!
    const shown = stack(steps.map(step => step.denoised))
    expectClose(
      { ...shown, dims: denoised.dims },
      denoised,
      toleranceOf(name) * largest(denoised),
      `${g.name}, denoised`,
    )
  }
})

test('ddim takes the largest seed, with which the reference overflows', async () => {
  const g = cases.find(c => c.error)!
  const euler = await run({ ...g, sampler: 'euler' })
  expect((await run(g)).latent).toEqual(euler.latent)
  const masked = { ...g, latent: 'latent_L', mask: 'mask_M' }
  expect((await run(masked)).calls[0]!.x).not.toEqual((await run({ ...masked, sampler: 'euler' })).calls[0]!.x)
})

test.each(['uni_pc', 'uni_pc_bh2', 'dpm_fast', 'dpm_adaptive'])('%s also makes a picture in one step', async name => {
  const g = cases.find(c => c.name === `${name}.simple1`)!
  const { latent, calls } = await run(g)
  expectClose(latent, A(calls[0]!.x, calls[0]!.sigma), 0.01, g.name)
})

test('a mask of one image and one channel applies to all', async () => {
  const g = cases.find(c => c.name === 'euler.inpaint')!
  const full = arrays.get(g.mask!)!
  const [n, channels, h, w] = full.dims as [number, number, number, number]
  const one = { dims: [1, 1, h, w], data: full.data.slice(0, h * w) }
  const repeated = { dims: full.dims, data: full.data.map((_, i) => one.data[i % (h * w)]!) }
  expect(n * channels).toBeGreaterThan(1)
  expect((await run(g, one)).latent).toEqual((await run(g, repeated)).latent)
})

test('sampling stops before the step after the abort, with the abort’s reason', async () => {
  const abort = new AbortController()
  let evaluations = 0
  const running = sample({
    denoiser: {
      denoise: async x => {
        evaluations++
        abort.abort(new Error('enough'))
        return x
      },
      guided: async () => expect.unreachable(),
    },
    sampling: modelSampling(specs.eps!),
    sampler: { name: 'euler' },
    sigmas: Float32Array.of(14, 7, 3, 0),
    noise: prepareNoise([1, 4, 2, 2], 1n),
    latent: zeros([1, 4, 2, 2]),
    seed: 1n,
    signal: abort.signal,
    onStep: () => {},
  })
  await expect(running).rejects.toThrow('enough')
  expect(evaluations).toBe(1)
})

test('without steps the latent is returned unchanged', async () => {
  const g = { ...cases[0]!, latent: 'latent_L', sigmas: [] }
  expect((await run(g)).latent).toBe(arrays.get('latent_L'))
})
