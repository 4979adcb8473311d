import type { GridEvent } from '../../graph/compare/grid-event.ts'
import type { StepEvent } from '../../graph/run/step-event.ts'

/** A picture that a run made, as ComfyUI's clients name it. */
export interface Picture {
  readonly filename: string
  readonly subfolder: string
  readonly type: 'output' | 'temp' | 'input'
}

/** What a step reports, with its node; progress also with the seconds that are left, null until a whole step was measured. */
export type NodeEvent<E extends StepEvent = StepEvent> = E extends { readonly kind: 'progress' }
  ? E & { readonly node: string; readonly secondsLeft: number | null }
  : E & { readonly node: string }

/** Everything a run reports: what its steps report, and how the run itself goes on. Plain data, the same for every shell. */
export type RunEvent =
  | NodeEvent
  | GridEvent
  | { readonly kind: 'run-start'; readonly nodes: number }
  /**
   * Results that are still there, from the run before or from the same work under another id.
   * `took`: the milliseconds that steps of this run took when they were made, without loading, as far as it is known.
   */
  | { readonly kind: 'cached'; readonly nodes: readonly string[]; readonly took: Readonly<Record<string, number>> }
  | { readonly kind: 'node-start'; readonly node: string; readonly type: string; readonly title: string }
  | {
      readonly kind: 'node-done'
      readonly node: string
      readonly ms: number
      /** The part of `ms` that went into loading and compiling networks. */
      readonly loadMs: number
      /** Where networks run. */
      readonly device: string
    }
  | { readonly kind: 'error'; readonly error: RunError }
  | {
      readonly kind: 'run-end'
      readonly status: RunStatus
      readonly ms: number
      /** It was cancelled after its previews, because a newer run waits. */
      readonly isOvertaken?: boolean
    }

/** `done`: every output was made. */
export type RunStatus = 'done' | 'failed' | 'cancelled'

/** What went wrong and where, in words for a person. */
export interface RunError {
  readonly node: string | null
  readonly type: string | null
  readonly title: string | null
  readonly input: string | null
  readonly code: string
  readonly file: string | null
  readonly message: string
  /** The stack, with those of its causes: for a bug report, not for a user. */
  readonly stack: string | null
}
