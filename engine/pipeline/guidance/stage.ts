import type { Tensor } from '../../tensor/tensor.ts'

/** The predictions of one step for both prompts, [N, 4, h, w] each. */
export interface Pair {
  readonly cond: Tensor
  /** Zeros where the negative prompt is not evaluated, as in ComfyUI. */
  readonly uncond: Tensor
}

/** One step of the sampler. */
export interface StepAt {
  /** x₀ + σ·ε, [N, 4, h, w] */
  readonly x: Tensor
  readonly sigma: number
  /** The guidance scale. */
  readonly cfg: number
  /** Whether the negative prompt was evaluated. */
  readonly hasUncond: boolean
}

/** What a patch does in one run. Its state, where it has one, begins with the run. */
export interface GuidanceStage {
  /** Changes the predictions before they are combined. */
  before?(pair: Pair, at: StepAt): Pair
  /** Replaces classifier-free guidance. Where several patches do, the last one counts. */
  combine?(pair: Pair, at: StepAt): Tensor | Promise<Tensor>
  /** Changes the combined prediction. */
  after?(denoised: Tensor, pair: Pair, at: StepAt): Tensor | Promise<Tensor>
}
