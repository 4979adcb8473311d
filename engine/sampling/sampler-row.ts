import type { Formula } from '../formula.ts'
import type { ModelSampling } from './model-sampling.ts'
import type { Sampler } from './sampler.ts'

/** What a sampler can be set to; each sampler has options of its own. */
export type SolverOptions = Readonly<Record<string, number | string | boolean | undefined>>

/** The sampler that a SAMPLER wire asks for, as data: it travels between processes and prints. */
export interface SamplerSpec {
  readonly name: string
  /** An option that is not here has the sampler's default. */
  readonly options?: SolverOptions
}

/** All that the program knows about one sampler: a row of the table in `samplers.ts`. */
export interface SamplerRow<O extends SolverOptions = SolverOptions> {
  /** As saved workflows name it: ComfyUI's name where the sampler is theirs. */
  readonly name: string
  readonly formula: Formula
  /** The options it takes, with their defaults. None when absent. */
  readonly options?: O
  /**
   * Where the noise that it adds comes from.
   *
   * - `none`: it adds no noise.
   * - `own`: a generator with the seed of the picture, so that its first draw is the initial noise again.
   * - `continued`: PyTorch's global generator, which goes on after the initial noise.
   * - `brownian`: a Brownian path, which gives steps that overlap the same randomness.
   */
  readonly noise: 'none' | 'own' | 'continued' | 'brownian'
  /** `own-node`: only a node of its own offers it. When absent, every KSampler and KSamplerSelect do. */
  readonly offered?: 'own-node'
  /**
   * The power of the step length with which its error falls, where the defaults solve the sampling equation: the error
   * of each value for a deterministic sampler, of mean and variance for one that adds noise. A text says why there is none.
   */
  readonly order: number | string
  /** A KSampler makes its schedule one step longer and drops the last σ above 0, as ComfyUI does for this sampler. */
  readonly dropsPenultimate?: boolean
  /** `scaled`: it samples a flow as σ space, divided by 1 − σ. When absent, `make` has the flow's form. */
  readonly flow?: 'scaled'
  /** Outside a mask the kept picture gets the noise of the next seed, as in ComfyUI. */
  readonly keepsWithNextSeed?: boolean
  make(options: O, sampling: ModelSampling): Sampler
}

/** Does nothing at run time; at compile time it infers the options of `make` from their defaults. */
export const defineSampler = <O extends SolverOptions = Record<never, never>>(row: SamplerRow<O>): SamplerRow<O> => row

/** What a node that offers one sampler puts on its SAMPLER wire. */
export const samplerSpec = <O extends SolverOptions>({ name }: SamplerRow<O>, options: Partial<O>): SamplerSpec => ({
  name,
  options,
})
