/** Latent consistency sampling: predict the end, add noise back. σ space. */

import { defineSampler } from '../sampler-row.ts'
import { bySteps } from '../solving/by-steps.ts'

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
