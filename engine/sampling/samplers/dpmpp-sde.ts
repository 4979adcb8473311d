/**
 * DPM-Solver++ (SDE), single step, second order, in k-diffusion's stochastic form. σ space; two evaluations a step, one on
 * the last. Both ancestral steps start at σ: to the middle σ_s, and to σ′.
 *
 * λ and σ are float32, as in ComfyUI: short steps at a high σ take the difference of two nearly equal ones.
 */
import { RangeInputError } from '../../errors.ts'
import { mix, type Tensor } from '../../tensor/tensor.ts'
import { defineSampler } from '../sampler-row.ts'
import { ancestralOptions, ancestralStep } from '../solving/ancestral-step.ts'
import { bySteps } from '../solving/by-steps.ts'
import { blendStep } from '../solving/ode.ts'

const { exp, fround, log } = Math
const lambdaOf = (sigma: number) => -fround(log(sigma))
const sigmaOf = (lambda: number) => fround(exp(-lambda))

export const dpmppSde = defineSampler({
  name: 'dpmpp_sde',
  formula: {
    lines: [
      'λ_s = λ + r·h,  λ = −ln σ,  x_s = (σ_down/σ)·x + (1 − σ_down/σ)·D + σ_up·z',
      'D′ = (1 − 1/2r)·D + 1/2r·D(x_s; σ_s)',
      'x′ = (σ_down/σ)·x + (1 − σ_down/σ)·D′ + σ_up·z′',
    ],
    source: 'Lu et al. 2022, arXiv:2211.01095; noise as in k-diffusion',
  },
  // r: where the middle lies, as a share of the step in λ.
  options: { ...ancestralOptions, r: 0.5 },
  noise: 'brownian',
  order: 2,
  flow: 'scaled',
  make: ({ eta, noiseScale, r }) => {
    if (r <= 0)
      throw new RangeInputError(`r is ${r}, expected more than 0: the second evaluation must differ from the first.`)
    return bySteps(async ({ x, denoised, sigma, next, noise, evaluate }) => {
      if (next === 0) return denoised
      const noisyStep = (clean: Tensor, to: number) => {
        const { down, up } = ancestralStep(sigmaOf(lambdaOf(sigma)), sigmaOf(lambdaOf(to)), eta)
        return mix([1, blendStep(x, clean, sigma, down)], [noiseScale * up, noise(sigma, to)])
      }
      const lambda = lambdaOf(sigma)
      const middle = sigmaOf(fround(lambda + fround(r * fround(lambdaOf(next) - lambda))))
      const there = await evaluate(noisyStep(denoised, middle), middle)
      const weight = 1 / (2 * r)
      return noisyStep(mix([1 - weight, denoised], [weight, there.denoised]), next)
    })
  },
})

/** ComfyUI's variant with noise from the graphics card; here its noise is the CPU's too. */
export const dpmppSdeGpu = defineSampler({ ...dpmppSde, name: 'dpmpp_sde_gpu' })
