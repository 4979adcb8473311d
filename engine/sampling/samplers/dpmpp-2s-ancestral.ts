/** DPM-Solver++(2S), single step, with ancestral noise. σ space; two evaluations a step, one on the last. */
import { mix, type Tensor } from '../../tensor/tensor.ts'
import type { Guided } from '../sampler.ts'
import { defineSampler } from '../sampler-row.ts'
import {
  type AncestralOptions,
  ancestralLine,
  ancestralOptions,
  ancestralStep,
  flowAncestralStep,
} from '../solving/ancestral-step.ts'
import { byGuidedSteps, bySteps, type StepStart } from '../solving/by-steps.ts'
import { towardsPrompt } from '../solving/cfg-pp.ts'
import { blendStep } from '../solving/ode.ts'

/** The middle of a step in ln σ. */
const plain = [ancestralStep, (sigma: number, down: number) => Math.sqrt(sigma * down)] as const
/** For flows in ln((1 − σ)/σ); 0.9999 after pure noise, as in ComfyUI. */
const ofFlow = [
  flowAncestralStep,
  (sigma: number, down: number) => {
    const ratio = Math.sqrt(((1 - sigma) / sigma) * ((1 - down) / down))
    return sigma === 1 ? 0.9999 : 1 / (ratio + 1)
  },
] as const

const singleStep =
  ({ eta, noiseScale }: AncestralOptions, start: (x: Tensor, predicted: Guided) => Tensor, [stepTo, between] = plain) =>
  async ({ x, sigma, next, noise, evaluate, ...predicted }: StepStart) => {
    const { denoised } = predicted
    const { down, up, keep } = stepTo(sigma, next, eta)
    if (down === 0) return denoised
    const middle = between(sigma, down)
    const better = await evaluate(blendStep(start(x, predicted), denoised, sigma, middle), middle)
    const from = start(x, { denoised, uncond: better.uncond })
    return mix([keep, blendStep(from, better.denoised, sigma, down)], [noiseScale * up, noise(sigma, next)])
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
  make: (options, { isFlow }) => bySteps(singleStep(options, x => x, isFlow ? ofFlow : plain)),
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
