/** DPM-Solver++(2M) SDE, in k-diffusion's stochastic form. σ space. */
import { mix, type Tensor } from '../../tensor/tensor.ts'
import { defineSampler } from '../sampler-row.ts'
import { ancestralOptions } from '../solving/ancestral-step.ts'
import { bySteps } from '../solving/by-steps.ts'

const { exp, expm1, log, sqrt } = Math

/** How the previous step is used. */
export const solvers = ['midpoint', 'heun'] as const
type Solver = (typeof solvers)[number]

export const dpmpp2mSde = defineSampler({
  name: 'dpmpp_2m_sde',
  formula: {
    lines: [
      'x′ = (σ′/σ)·e^(−ηh)·x + E·D + c·(D − D_last)/r + σ′·√(1 − e^(−2ηh))·z',
      'h = ln σ − ln σ′,  H = (1 + η)·h,  E = 1 − e^(−H),  r = h_last/h',
      'midpoint: c = E/2;  heun: c = 1 − E/H',
    ],
    source: 'Lu et al. 2022, arXiv:2211.01095; k-diffusion, Crowson 2022',
  },
  options: { ...ancestralOptions, solver: 'midpoint' as Solver },
  noise: 'brownian',
  order: 2,
  flow: 'scaled',
  make: ({ eta, noiseScale, solver }) => {
    let last: { denoised: Tensor; h: number } | undefined
    return bySteps(({ x, denoised, sigma, next, noise }) => {
      if (next === 0) return denoised
      const h = log(sigma / next)
      const H = h * (1 + eta)
      const E = -expm1(-H)
      x = mix([(next / sigma) * exp(-h * eta), x], [E, denoised])
      if (last) {
        const weight = ((solver === 'heun' ? 1 - E / H : E / 2) * h) / last.h
        x = mix([1, x], [weight, denoised], [-weight, last.denoised])
      }
      last = { denoised, h }
      return eta > 0 ? mix([1, x], [noiseScale * next * sqrt(-expm1(-2 * h * eta)), noise(sigma, next)]) : x
    })
  },
})

export const dpmpp2mSdeHeun = defineSampler({
  ...dpmpp2mSde,
  name: 'dpmpp_2m_sde_heun',
  options: { ...ancestralOptions, solver: 'heun' },
})

/** ComfyUI's variants with noise from the graphics card; here their noise is the CPU's too. */
export const dpmpp2mSdeGpu = defineSampler({ ...dpmpp2mSde, name: 'dpmpp_2m_sde_gpu' })
export const dpmpp2mSdeHeunGpu = defineSampler({ ...dpmpp2mSdeHeun, name: 'dpmpp_2m_sde_heun_gpu' })
