/** Ancestral Euler: an Euler step to σ_down, then fresh noise up to σ′. σ space. */
import { mix } from '../../tensor/tensor.ts'
import { defineSampler } from '../sampler-row.ts'
import {
  type AncestralOptions,
  ancestralLine,
  ancestralOptions,
  ancestralStep,
  ancestralStepOf,
} from '../solving/ancestral-step.ts'
import { byGuidedSteps, bySteps, type StepStart } from '../solving/by-steps.ts'
import { renoise } from '../solving/cfg-pp.ts'

/** With η = 0 it is Euler's method with CFG++. */
export const ancestralEuler =
  ({ eta, noiseScale }: AncestralOptions, stepTo = ancestralStep) =>
  ({ x, sigma, next, noise, ...predicted }: StepStart) => {
    const { down, up, keep } = stepTo(sigma, next, eta)
    const lower = renoise(x, predicted, sigma, down)
    return down > 0 && up > 0 ? mix([keep, lower], [noiseScale * up, noise(sigma, next)]) : lower
  }

export const eulerAncestral = defineSampler({
  name: 'euler_ancestral',
  formula: {
    lines: [ancestralLine, 'x′ = x + (σ_down − σ)·(x − D)/σ + σ_up·z'],
    source: 'k-diffusion, Crowson 2022; Song et al. 2021, arXiv:2010.02502',
  },
  options: ancestralOptions,
  noise: 'own',
  order: 1,
  make: (options, sampling) => bySteps(ancestralEuler(options, ancestralStepOf(sampling))),
})

export const eulerAncestralCfgPp = defineSampler({
  name: 'euler_ancestral_cfg_pp',
  formula: {
    lines: [ancestralLine, 'x′ = D + σ_down·(x − D_u)/σ + σ_up·z'],
    source: 'Chung et al. 2024, arXiv:2406.08070',
  },
  options: ancestralOptions,
  noise: 'own',
  order: 1,
  flow: 'scaled',
  make: options => byGuidedSteps(ancestralEuler(options)),
})
