/** Ancestral Euler: an Euler step to σ_down, then fresh noise up to σ′. σ space. */
import { mix } from '../../tensor/tensor.ts'
import { eachStep, type Sampler } from '../sampler.ts'
import { defineSampler } from '../sampler-row.ts'
import { type AncestralOptions, ancestralLine, ancestralOptions, ancestralStep } from '../solving/ancestral-step.ts'
import { renoise, withoutUncond } from '../solving/cfg-pp.ts'

/** With η = 0 it is Euler's method with CFG++. */
export const ancestralEuler =
  ({ eta, noiseScale }: AncestralOptions): Sampler =>
  async ({ guided }, x, noise, options) => {
    for (const { step, of, sigma, next } of eachStep(options)) {
      const predicted = await guided(x, sigma)
      options.onStep({ step, of, x, denoised: predicted.denoised, sigma })
      const { down, up } = ancestralStep(sigma, next, eta)
      x = renoise(x, predicted, sigma, down)
      if (down > 0 && up > 0) x = mix([1, x], [noiseScale * up, noise(sigma, next)])
    }
    return x
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
  make: options => withoutUncond(ancestralEuler(options)),
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
  make: ancestralEuler,
})
