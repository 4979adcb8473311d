/** DPM-Solver++(2M): second order, with the result of the previous step. σ space. */
import { mix, type Tensor } from '../../tensor/tensor.ts'
import { defineSampler } from '../sampler-row.ts'
import { byGuidedSteps, bySteps, type StepStart } from '../solving/by-steps.ts'
import { towardsPrompt } from '../solving/cfg-pp.ts'
import { blendStep } from '../solving/ode.ts'

function twoStep() {
  let last: { uncond: Tensor; h: number } | undefined
  return ({ x, sigma, next, ...predicted }: StepStart) => {
    const { denoised, uncond } = predicted
    const h = Math.log(sigma / next)
    const weight = last && next > 0 ? h / (2 * last.h) : 0
    const extrapolated = weight && last ? mix([1 + weight, denoised], [-weight, last.uncond]) : denoised
    last = { uncond, h }
    return blendStep(towardsPrompt(x, predicted), extrapolated, sigma, next)
  }
}

const lines = ['D′ = (1 + 1/2r)·D − 1/2r·D_last,  r = h_last/h,  h = ln σ − ln σ′', 'x′ = (σ′/σ)·x + (1 − σ′/σ)·D′']
const source = 'Lu et al. 2022, arXiv:2211.01095, algorithm 2'

export const dpmpp2m = defineSampler({
  name: 'dpmpp_2m',
  formula: { lines, source },
  noise: 'none',
  order: 2,
  make: () => bySteps(twoStep()),
})

export const dpmpp2mCfgPp = defineSampler({
  name: 'dpmpp_2m_cfg_pp',
  formula: { lines: [...lines, 'CFG++: the step starts from x + D − D_u, D_last is the last D_u'], source },
  noise: 'none',
  order: 2,
  make: () => byGuidedSteps(twoStep()),
})
