import type { ComparedCell, ComparedGrid } from './compared.ts'

/** A picture that a run made, as ComfyUI's clients name it. */
export interface Picture {
  readonly filename: string
  readonly subfolder: string
  readonly type: 'output' | 'temp' | 'input'
}

/** What a run tells while it happens. Plain data, so that a window or a WebSocket can be told the same. */
export type RunEvent =
  | { readonly kind: 'run-start'; readonly nodes: number }
  /**
   * Their results are still there, from the run before or from the same work under another id.
   * `took`: the milliseconds that what is known of this run's steps took when it was made, without loading.
   */
  | { readonly kind: 'cached'; readonly nodes: readonly string[]; readonly took: Readonly<Record<string, number>> }
  | { readonly kind: 'node-start'; readonly node: string; readonly type: string; readonly title: string }
  | {
      readonly kind: 'progress'
      readonly node: string
      readonly step: number
      readonly of: number
      /** null until a whole step has been measured. */
      readonly secondsLeft: number | null
    }
  | { readonly kind: 'notice'; readonly node: string; readonly message: string }
  /** What the sampler took the picture to be after a step, small: a JPEG as a `data:` URL. */
  | {
      readonly kind: 'preview'
      readonly node: string
      readonly url: string
      readonly step: number
      readonly of: number
    }
  | { readonly kind: 'image'; readonly node: string; readonly image: Picture & { readonly path: string } }
  | {
      readonly kind: 'node-done'
      readonly node: string
      readonly ms: number
      /** The part of `ms` that went into loading and compiling networks. */
      readonly loadMs: number
      /** Where networks run. */
      readonly device: string
    }
  /** A grid is about to be drawn. */
  | { readonly kind: 'grid'; readonly grid: ComparedGrid }
  /** One more of its cells is done. `node` is the grid's. */
  | { readonly kind: 'cell'; readonly node: string; readonly cell: ComparedCell }
  | { readonly kind: 'error'; readonly error: RunError }
  | { readonly kind: 'run-end'; readonly status: RunStatus; readonly ms: number }

/** `done`: every output was made. */
export type RunStatus = 'done' | 'failed' | 'cancelled'

/** What went wrong, where, in words for a person. */
export interface RunError {
  readonly node: string | null
  readonly type: string | null
  readonly title: string | null
  readonly input: string | null
  readonly code: string
  readonly file: string | null
  readonly message: string
  /** Where in the program, with the causes: for a bug report, not for a user. */
  readonly stack: string | null
}
