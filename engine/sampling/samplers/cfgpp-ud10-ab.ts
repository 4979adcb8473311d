/**
 * Euler's method with CFG++, partly replaced by Adams–Bashforth's second order, and D extrapolated to σ = 0 at the end. σ space.
 */
import { mix, type Tensor } from '../../tensor/tensor.ts'
import { defineSampler } from '../sampler-row.ts'
import { byGuidedSteps, type StepStart } from '../solving/by-steps.ts'
import { renoise } from '../solving/cfg-pp.ts'
import { slope } from '../solving/ode.ts'

/** The share of Adams–Bashforth's step, and of the change of the slope without the prompt. */
const [HISTORY, UNCOND_HISTORY] = [0.25, 0.1]

/** What a step keeps for the next one. */
interface Last {
  readonly step: number
  readonly denoised: Tensor
  readonly uncondSlope: Tensor
  /** (x′ − x)/(σ′ − σ) of Euler's step. */
  readonly direction: Tensor
}

function extrapolated() {
  let last: Last | undefined
  return ({ x, denoised, uncond, sigma, next }: StepStart): Tensor => {
    const step = next - sigma
    const uncondSlope = slope(x, uncond, sigma)
    const change = last ? UNCOND_HISTORY * (step / last.step) : 0
    const bent = last && mix([1 + change, uncondSlope], [-change, last.uncondSlope])
    const end = bent ? mix([1, denoised], [next, bent]) : renoise(x, { denoised, uncond }, sigma, next)
    const before = last
    last = { step, denoised, uncondSlope, direction: mix([1 / step, end], [-1 / step, x]) }
    if (!before) return end
    const { direction } = last
    if (next === 0) return mix([1 - sigma / before.step, denoised], [sigma / before.step, before.denoised])
    const curved = (HISTORY * step ** 2) / (2 * before.step)
    return mix([1, end], [curved, direction], [-curved, before.direction])
  }
}

export const cfgPpUd10Ab = defineSampler({
  name: 'cfgpp_ud10_ab',
  formula: {
    lines: [
      'u = d + 0.1·(h/h_last)·(d − d_last),  d = (x − D_u)/σ,  h = σ′ − σ',
      'x_E = D + σ′·u,  v = (x_E − x)/h',
      'x′ = x_E + ¼·(h²/2h_last)·(v − v_last)',
      'at σ′ = 0: x′ = D − σ·(D − D_last)/h_last',
    ],
    source: 'Chung et al. 2024, arXiv:2406.08070, algorithm 2, with the history that ComfyUI adds',
  },
  noise: 'none',
  order: 'The slope without the prompt is extrapolated, which leaves an error that shorter steps do not remove.',
  make: () => byGuidedSteps(extrapolated()),
})
