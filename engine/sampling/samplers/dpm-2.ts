/** DPM2: the midpoint method in ln σ, inspired by DPM-Solver-2. σ space; two evaluations a step, one on the last. */
import { mix } from '../../tensor/tensor.ts'
import type { ModelSampling } from '../model-sampling.ts'
import { defineSampler } from '../sampler-row.ts'
import { type AncestralOptions, ancestralLine, ancestralOptions, ancestralStepOf } from '../solving/ancestral-step.ts'
import { bySteps } from '../solving/by-steps.ts'
import { along, eulerStep, slope } from '../solving/ode.ts'

const midpoint = ({ eta, noiseScale }: AncestralOptions, sampling: ModelSampling) => {
  const stepTo = ancestralStepOf(sampling)
  return bySteps(async ({ x, denoised, sigma, next, noise, evaluate }) => {
    const { down, up, keep } = stepTo(sigma, next, eta)
    if (down === 0) return eulerStep(x, denoised, sigma, 0)
    const middle = Math.sqrt(sigma * down)
    const xMiddle = eulerStep(x, denoised, sigma, middle)
    const better = await evaluate(xMiddle, middle)
    const lower = along(x, slope(xMiddle, better.denoised, middle), sigma, down)
    return up > 0 ? mix([keep, lower], [noiseScale * up, noise(sigma, next)]) : lower
  })
}

const source = 'Karras et al. 2022, arXiv:2206.00364, algorithm 2; Lu et al. 2022, arXiv:2206.00927; as in k-diffusion'

export const dpm2 = defineSampler({
  name: 'dpm_2',
  formula: {
    lines: ['σ_m = √(σ·σ′),  x_m = x + (σ_m − σ)·d(x; σ),  d = (x − D)/σ', 'x′ = x + (σ′ − σ)·d(x_m; σ_m)'],
    source,
  },
  noise: 'none',
  order: 2,
  dropsPenultimate: true,
  make: (_, sampling) => midpoint({ eta: 0, noiseScale: 1 }, sampling),
})

export const dpm2Ancestral = defineSampler({
  name: 'dpm_2_ancestral',
  formula: {
    lines: [
      ancestralLine,
      'σ_m = √(σ·σ_down),  x_m = x + (σ_m − σ)·d(x; σ),  d = (x − D)/σ',
      'x′ = x + (σ_down − σ)·d(x_m; σ_m) + σ_up·z',
    ],
    source,
  },
  options: ancestralOptions,
  noise: 'own',
  order: 2,
  dropsPenultimate: true,
  make: midpoint,
})
