/**
 * DPM-Solver++ (SDE), single step, second order, in k-diffusion's stochastic form. σ space; two evaluations a step, one on
 * the last. Both ancestral steps start at σ: to the middle σ_s, and to σ′.
 *
 * λ and σ are float32, as in ComfyUI: short steps at a high σ take the difference of two nearly equal ones.
 */
import { RangeInputError } from '../../errors.ts'
import { mix, type Tensor } from '../../tensor/tensor.ts'
import { eachStep, type Noise } from '../sampler.ts'
import { defineSampler } from '../sampler-row.ts'
import { ancestralOptions, ancestralStep } from '../solving/ancestral-step.ts'
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
  make:
    ({ eta, noiseScale, r }) =>
    async ({ denoise }, x, noise, options) => {
      if (r <= 0)
        throw new RangeInputError(`r is ${r}, expected more than 0: the second evaluation must differ from the first.`)
      const stochastic = noisyStep(noise, eta, noiseScale)
      for (const { step, of, sigma, next } of eachStep(options)) {
        const denoised = await denoise(x, sigma)
        options.onStep({ step, of, x, denoised, sigma })
        if (next === 0) return denoised
        const lambda = lambdaOf(sigma)
        const middle = sigmaOf(fround(lambda + fround(r * fround(lambdaOf(next) - lambda))))
        const xMiddle = stochastic(x, denoised, sigma, middle)
        const weight = 1 / (2 * r)
        const better = mix([1 - weight, denoised], [weight, await denoise(xMiddle, middle)])
        x = stochastic(x, better, sigma, next)
      }
      return x
    },
})

/** ComfyUI's variant with noise from the graphics card; here its noise is the CPU's too. */
export const dpmppSdeGpu = defineSampler({ ...dpmppSde, name: 'dpmpp_sde_gpu' })

const noisyStep =
  (noise: Noise, eta: number, noiseScale: number) =>
  (x: Tensor, denoised: Tensor, sigma: number, next: number): Tensor => {
    const { down, up } = ancestralStep(sigmaOf(lambdaOf(sigma)), sigmaOf(lambdaOf(next)), eta)
    return mix([1, blendStep(x, denoised, sigma, down)], [noiseScale * up, noise(sigma, next)])
  }
