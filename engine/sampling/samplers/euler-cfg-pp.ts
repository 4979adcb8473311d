/** Euler's method with CFG++, or on D guided twice (what ComfyUI's SamplerEulerCFGpp calls "alternative"). σ space. */
import { mix } from '../../tensor/tensor.ts'
import { defineSampler } from '../sampler-row.ts'
import { byGuidedSteps, type StepStart } from '../solving/by-steps.ts'
import { cfgPp } from '../solving/cfg-pp.ts'
import { eulerStep } from '../solving/ode.ts'
import { ancestralEuler } from './euler-ancestral.ts'

const twiceGuidedEuler = ({ x, denoised, uncond, sigma, next }: StepStart) =>
  eulerStep(x, mix([2, denoised], [-1, uncond]), sigma, next)

export const eulerCfgPp = defineSampler({
  name: 'euler_cfg_pp',
  formula: {
    lines: [`regular: ${cfgPp.lines[0]}`, 'alternative: x′ = x + (σ′ − σ)·(x − D*)/σ,  D* = D + (D − D_u)'],
    source: cfgPp.source,
  },
  options: { twiceGuided: false as boolean },
  noise: 'none',
  order: 1,
  flow: 'scaled',
  make: ({ twiceGuided }) => byGuidedSteps(twiceGuided ? twiceGuidedEuler : ancestralEuler({ eta: 0, noiseScale: 1 })),
})
