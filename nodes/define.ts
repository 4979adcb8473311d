import type { Unfinished } from '../engine/pipeline/unet/sample-latent.ts'
import type { Sessions } from '../engine/runtime/sessions.ts'
import type { FindFile, NodeDefinition, Outputs, Port } from '../graph/node.ts'

/** A picture that a run made, as ComfyUI's clients name it. */
export interface SavedImage {
  readonly filename: string
  readonly subfolder: string
  readonly type: 'output' | 'temp'
  /** Absolute. */
  readonly path: string
}

/** Everything a node may reach for while it runs; lent by the engine process. */
export interface RunContext {
  readonly signal: AbortSignal
  /** `unfinished` is for previews. */
  progress(done: number, of: number, unfinished?: Unfinished): void
  /** Something the user should read that is not an error: `12 keys of detail.safetensors fit nothing`. */
  notice(message: string): void
  /** Tells clients about a finished picture. */
  show(image: SavedImage): void
  readonly sessions: Sessions
  /** For files named inside a text: embeddings, LoRAs. */
  readonly find: FindFile
  /** A sentence for a file that `find` did not find: where it was looked for, and what may have been meant. */
  readonly explainMissing?: (folder: string, name: string) => Promise<string>
  readonly folders: { readonly output: string; readonly temp: string }
  /** What SaveImage writes into its PNGs: keyword → JSON text, `prompt` first. */
  readonly metadata: Readonly<Record<string, string>>
}

/** Identity at run time; at compile time it infers `run`'s parameters and result from the ports. */
export const defineNode = <const I extends Record<string, Port>, const O extends Outputs>(
  definition: NodeDefinition<I, O, RunContext>,
): NodeDefinition<I, O, RunContext> => definition
