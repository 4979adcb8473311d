import type { Tensor } from '../../tensor/tensor.ts'
import { eachStep, type Guided, type GuidedDenoise, type Noise, type Sampler } from '../sampler.ts'

/** Where a step of a sampler starts: x at σ, and what the model predicts there. */
export interface StepStart extends Guided {
  readonly x: Tensor
  readonly sigma: number
  /** σ′, where the step ends. 0 in the last step of most schedules. */
  readonly next: number
  readonly noise: Noise
  /** The prediction at another place, for a step with several evaluations. */
  readonly evaluate: GuidedDenoise
}

/** x at σ′. */
type Step = (start: StepStart) => Tensor | Promise<Tensor>

const repeated =
  (step: Step, evaluateWith: (model: Parameters<Sampler>[0]) => GuidedDenoise): Sampler =>
  async (model, x, noise, options) => {
    const evaluate = evaluateWith(model)
    for (const { step: index, of, sigma, next } of eachStep(options)) {
      const { denoised, uncond } = await evaluate(x, sigma)
      options.onStep({ step: index, of, x, denoised, sigma })
      x = await step({ x, denoised, uncond, sigma, next, noise, evaluate })
    }
    return x
  }

/** A sampler that repeats one step. D_u is D: a step of CFG++ is the plain one. */
export const bySteps = (step: Step): Sampler =>
  repeated(step, ({ denoise }) => async (x, sigma) => {
    const denoised = await denoise(x, sigma)
    return { denoised, uncond: denoised }
  })

/** A sampler of CFG++ that repeats one step. */
export const byGuidedSteps = (step: Step): Sampler => repeated(step, ({ guided }) => guided)
