import type { Tensor } from '../tensor/tensor.ts'

/**
 * D(x; σ): the model's prediction of the clean latent, with guidance and parameterisation applied.
 * `x` = x₀ + σ·ε, [N, 4, h, w] (variance exploding, Karras et al. 2022, arXiv:2206.00364).
 */
export type Denoise = (x: Tensor, sigma: number) => Promise<Tensor>

/** Both predictions at one x: D with guidance, and D_u, that of the negative prompt alone. */
export interface Guided {
  readonly denoised: Tensor
  readonly uncond: Tensor
}
export type GuidedDenoise = (x: Tensor, sigma: number) => Promise<Guided>

/** A model with guidance. Where D does not depend on D_u (at cfg 1), only `guided` evaluates it. */
export interface Denoiser {
  readonly denoise: Denoise
  readonly guided: GuidedDenoise
}

/** Unit-variance noise for the step from `sigma` down to `sigmaNext`, shaped like the latent. */
export type Noise = (sigma: number, sigmaNext: number) => Tensor

export interface SamplerStep {
  /** 0-based. */
  readonly step: number
  readonly of: number
  readonly x: Tensor
  readonly denoised: Tensor
  /** x̂₀, where `denoised` is something else: for TCD it is x̂_s. */
  readonly guess?: Tensor
  readonly sigma: number
}

export interface SamplerOptions {
  /** Descending, normally ending in 0. */
  readonly sigmas: Float32Array
  readonly signal: AbortSignal
  /** What it returns is waited for before the model is evaluated again, and before the end. */
  onStep(step: SamplerStep): void | Promise<void>
}

/**
 * x at sigmas[0] → x at the last σ. A sampler that takes `guided` from the model is one of CFG++; where D_u = D it is the
 * plain one.
 */
export type Sampler = (model: Denoiser, x: Tensor, noise: Noise, options: SamplerOptions) => Promise<Tensor>

/** The steps from each σ of the schedule to the next. Throws before a step once `signal` is aborted. */
export function* eachStep({ sigmas, signal }: Pick<SamplerOptions, 'sigmas' | 'signal'>) {
  for (let step = 0; step + 1 < sigmas.length; step++) {
    signal.throwIfAborted()
    yield { step, of: sigmas.length - 1, sigma: sigmas[step]!, next: sigmas[step + 1]! }
  }
}
