/** Latent consistency sampling: predict the end, add noise back. σ space. */

import { mix } from '../../tensor/tensor.ts'
import { eachStep, type Sampler } from '../sampler.ts'
import { defineSampler } from '../sampler-row.ts'
import { bySteps } from '../solving/by-steps.ts'
import { slope } from '../solving/ode.ts'

export const lcm = defineSampler({
  name: 'lcm',
  formula: {
    lines: ['x′ = D(x; σ) + σ′·z', 'flows: x′ = (1 − σ′)·D(x; σ) + σ′·z'],
    source: 'Luo et al. 2023, arXiv:2310.04378, algorithm 3',
  },
  noise: 'own',
  order: 'It is made for a consistency model, whose D is a sample and not the mean of all that x may come from.',
  make: (_, { noiseScaling }) =>
    bySteps(({ denoised, sigma, next, noise }) =>
      next > 0 ? noiseScaling(next, noise(sigma, next), denoised, false) : denoised,
    ),
})

const alternativeFormula = {
  lines: ['x′ = D(x; σ) + σ′·ε', 'LCM: ε = z', 'Euler: ε = √a·z + √(1−a)·(x − D)/σ,  a the share of fresh noise'],
  source: 'ComfyUI-sampler-lcm-alternative',
}
const alternativeOrder = 'Its steps of LCM are made for a consistency model, as those of lcm are.'

/** Steps of LCM and of Euler. `isEuler`: which a step is, by its number from 0 and the number of all. */
const alternating =
  (isEuler: (step: number, of: number) => boolean, ancestral: number): Sampler =>
  async ({ denoise }, x, noise, options) => {
    for (const { step, of, sigma, next } of eachStep(options)) {
      const denoised = await denoise(x, sigma)
      options.onStep({ step, of, x, denoised, sigma })
      const kept = isEuler(step, of) ? 1 - ancestral : 0
      const parts = [
        ...(kept < 1 && next > 0 ? ([[Math.sqrt(1 - kept), noise(sigma, next)]] as const) : []),
        ...(kept > 0 ? ([[Math.sqrt(kept), slope(x, denoised, sigma)]] as const) : []),
      ]
      x = next > 0 ? mix([1, denoised], [next, mix(...parts)]) : denoised
    }
    return x
  }

/** The first `eulerSteps` are steps of Euler; below 0: all but so many. */
export const lcmAlternative = defineSampler({
  name: 'lcm_alt',
  formula: alternativeFormula,
  options: { eulerSteps: 0, ancestral: 0 },
  noise: 'continued',
  offered: 'own-node',
  order: alternativeOrder,
  make: ({ eulerSteps, ancestral }) => alternating((step, of) => step < ((eulerSteps % of) + of) % of, ancestral),
})

/** `eulerSteps`, then `lcmSteps`, again and again; what is left over of a cycle comes first. */
export const lcmCycle = defineSampler({
  name: 'lcm_cycle',
  formula: alternativeFormula,
  options: { eulerSteps: 1, lcmSteps: 2, ancestral: 0 },
  noise: 'continued',
  offered: 'own-node',
  order: alternativeOrder,
  make: ({ eulerSteps, lcmSteps, ancestral }) => {
    const cycle = eulerSteps + lcmSteps
    return alternating((step, of) => {
      const rest = of % cycle
      return (step < rest ? step : (step - rest) % cycle) < eulerSteps
    }, ancestral)
  },
})
