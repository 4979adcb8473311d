/** Euler's method with CFG++, or on D guided twice (what ComfyUI's SamplerEulerCFGpp calls "alternative"). σ space. */
import { mix } from '../../tensor/tensor.ts'
import { eachStep, type Sampler } from '../sampler.ts'
import { defineSampler } from '../sampler-row.ts'
import { cfgPp } from '../solving/cfg-pp.ts'
import { eulerStep } from '../solving/ode.ts'
import { ancestralEuler } from './euler-ancestral.ts'

const twiceGuidedEuler: Sampler = async ({ guided }, x, _noise, options) => {
  for (const { step, of, sigma, next } of eachStep(options)) {
    const { denoised, uncond } = await guided(x, sigma)
    options.onStep({ step, of, x, denoised, sigma })
    x = eulerStep(x, mix([2, denoised], [-1, uncond]), sigma, next)
  }
  return x
}

export const eulerCfgPp = defineSampler({
  name: 'euler_cfg_pp',
  formula: {
    lines: [`regular: ${cfgPp.lines[0]}`, 'alternative: x′ = x + (σ′ − σ)·(x − D*)/σ,  D* = D + (D − D_u)'],
    source: cfgPp.source,
  },
  options: { twiceGuided: false as boolean },
  noise: 'none',
  order: 1,
  make: ({ twiceGuided }) => (twiceGuided ? twiceGuidedEuler : ancestralEuler({ eta: 0, noiseScale: 1 })),
})
