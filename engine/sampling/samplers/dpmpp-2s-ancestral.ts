/** DPM-Solver++(2S), single step, with ancestral noise. σ space; two evaluations a step, one on the last. */
import { mix, type Tensor } from '../../tensor/tensor.ts'
import type { Guided } from '../sampler.ts'
import { defineSampler } from '../sampler-row.ts'
import { type AncestralOptions, ancestralLine, ancestralOptions, ancestralStep } from '../solving/ancestral-step.ts'
import { byGuidedSteps, bySteps, type StepStart } from '../solving/by-steps.ts'
import { towardsPrompt } from '../solving/cfg-pp.ts'
import { blendStep } from '../solving/ode.ts'

const singleStep =
  ({ eta, noiseScale }: AncestralOptions, start: (x: Tensor, predicted: Guided) => Tensor) =>
  async ({ x, sigma, next, noise, evaluate, ...predicted }: StepStart) => {
    const { denoised } = predicted
    const { down, up } = ancestralStep(sigma, next, eta)
    if (down === 0) return denoised
    const middle = Math.sqrt(sigma * down)
    const better = await evaluate(blendStep(start(x, predicted), denoised, sigma, middle), middle)
    const from = start(x, { denoised, uncond: better.uncond })
    return mix([1, blendStep(from, better.denoised, sigma, down)], [noiseScale * up, noise(sigma, next)])
  }

const lines = [
  ancestralLine,
  'σ_s = √(σ·σ_down),  x_s = (σ_s/σ)·x + (1 − σ_s/σ)·D',
  'x′ = (σ_down/σ)·x + (1 − σ_down/σ)·D(x_s; σ_s) + σ_up·z',
]
const source = 'Lu et al. 2022, arXiv:2211.01095, algorithm 1; noise as in k-diffusion'

export const dpmpp2sAncestral = defineSampler({
  name: 'dpmpp_2s_ancestral',
  formula: { lines, source },
  options: ancestralOptions,
  noise: 'own',
  order: 2,
  make: options => bySteps(singleStep(options, x => x)),
})

export const dpmpp2sAncestralCfgPp = defineSampler({
  name: 'dpmpp_2s_ancestral_cfg_pp',
  formula: {
    lines: [...lines, 'CFG++: x_s starts from x + D − D_u(x; σ), x′ from x + D − D_u(x_s; σ_s)'],
    source: `${source}; CFG++ as in ComfyUI`,
  },
  options: ancestralOptions,
  noise: 'own',
  order: 'With D_u = D its second stage starts from x + D(x; σ) − D(x_s; σ_s), which is not x; ComfyUI computes it so.',
  make: options => byGuidedSteps(singleStep(options, towardsPrompt)),
})
