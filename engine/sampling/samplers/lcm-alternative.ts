/** LCM with steps of Euler among its own, and with two noises: ComfyUI-sampler-lcm-alternative. σ space. */
import { mix, type Tensor } from '../../tensor/tensor.ts'
import { eachStep, type Sampler } from '../sampler.ts'
import { defineSampler } from '../sampler-row.ts'
import { slope } from '../solving/ode.ts'

const formula = {
  lines: ['x′ = D(x; σ) + σ′·ε', 'LCM: ε = z', 'Euler: ε = √a·z + √(1−a)·(x − D)/σ,  a the share of fresh noise'],
  source: 'ComfyUI-sampler-lcm-alternative',
}
const order = 'Its steps of LCM are made for a consistency model, as those of lcm are.'
const row = { noise: 'continued', offered: 'own-node', order } as const

/** Steps of LCM and of Euler. `isEuler`: which a step is, by its number from 0 and the number of all. */
const alternating =
  (isEuler: (step: number, of: number) => boolean, ancestral: number, noiseScale = 1): Sampler =>
  async ({ denoise }, x, noise, options) => {
    for (const { step, of, sigma, next } of eachStep(options)) {
      const denoised = await denoise(x, sigma)
      options.onStep({ step, of, x, denoised, sigma })
      if (next === 0) x = denoised
      else if (!isEuler(step, of)) x = mix([1, denoised], [next, noise(sigma, next)])
      else if (ancestral === 0) x = mix([1, denoised], [next * noiseScale, slope(x, denoised, sigma)])
      else {
        const [fresh, kept] = [Math.sqrt(ancestral), Math.sqrt(1 - ancestral)]
        x = mix([1, denoised], [next, mix([fresh, noise(sigma, next)], [kept, slope(x, denoised, sigma)])])
      }
    }
    return x
  }

/** The first `eulerSteps` are steps of Euler; below 0: all but so many. */
export const lcmAlternative = defineSampler({
  ...{ name: 'lcm_alt', formula, ...row },
  options: { eulerSteps: 0, ancestral: 0, noiseScale: 1 },
  make: ({ eulerSteps, ancestral, noiseScale }) =>
    alternating((step, of) => step < ((eulerSteps % of) + of) % of, ancestral, noiseScale),
})

/** `eulerSteps`, then `lcmSteps`, again and again, then the end of a cycle; the last step of all is apart. */
export const lcmCycle = defineSampler({
  ...{ name: 'lcm_cycle', formula, ...row },
  options: { eulerSteps: 1, lcmSteps: 2, regrouped: false as boolean, ancestral: 0 },
  make({ eulerSteps, lcmSteps, regrouped, ancestral }) {
    const cycle = eulerSteps + lcmSteps
    const whole = (of: number) => Math.floor((of - 1) / cycle) * cycle
    const isEuler = (step: number, of: number) => {
      const rest = step - whole(of)
      return (rest < 0 ? step % cycle : cycle - ((of - 1) % cycle) + rest) < eulerSteps
    }
    const sampler = alternating(isEuler, ancestral)
    if (!regrouped) return sampler
    return (model, x, noise, options) => {
      const end = whole(options.sigmas.length - 1)
      const place = (i: number) => (i < end ? Math.floor(i / cycle) + (i % cycle) * (end / cycle) : i)
      const sigmas = options.sigmas.map((_, i) => options.sigmas[place(i)]!)
      return sampler(model, x, noise, { ...options, sigmas })
    }
  },
})

/** Euler on a prediction that is mixed with that for fresh noise, less so where the step is short. */
export const lcmDualNoise = defineSampler({
  ...{ name: 'lcm_dual_noise', ...row },
  formula: {
    lines: ['x′ = D̃ + σ′·(x − D)/σ', 'D̃ = (1−w)·D + w·D(D + σ·z; σ),  w = weight·(1 − σ′/σ)'],
    source: 'ComfyUI-sampler-lcm-alternative',
  },
  options: { weight: 0.65, reuse: false as boolean, parallel: false as boolean },
  make:
    ({ weight, reuse, parallel }) =>
    async ({ denoise }, x, noise, options) => {
      const once = reuse ? noise(options.sigmas[0]!, options.sigmas[1]!) : undefined
      let before: Tensor | undefined
      for (const { step, of, sigma, next } of eachStep(options)) {
        const denoised = await denoise(x, sigma)
        options.onStep({ step, of, x, denoised, sigma })
        if (next === 0) return denoised
        const from = parallel ? before : denoised
        const share = weight * (1 - next / sigma)
        const other = from && (await denoise(mix([1, from], [sigma, once ?? noise(sigma, next)]), sigma))
        before = other ? mix([1 - share, denoised], [share, other]) : denoised
        x = mix([1, before], [next, slope(x, denoised, sigma)])
      }
      return x
    },
})
