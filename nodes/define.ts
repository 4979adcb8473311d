import type { Unfinished } from '../engine/pipeline/unet/sample-latent.ts'
import type { Sessions } from '../engine/runtime/sessions.ts'
import type { TransformersVersion } from '../engine/text/clip-tokenizer.ts'
import type { FindFile, NodeDefinition, Outputs, Port } from '../graph/node.ts'
import type { StepEvent } from '../graph/run/step-event.ts'

/** Everything a node may use while it runs; the engine process lends it. */
export interface RunContext {
  readonly signal: AbortSignal
  /** Reports an event to everyone who follows the run. */
  report(event: StepEvent): void
  /** Reports progress in the form that `engine/` calls. `unfinished`: the latent that a preview is made of; the promise waits for it. */
  progress(done: number, of: number, unfinished?: Unfinished): void | Promise<void>
  /** Reports a notice in the form that `engine/` calls: `12 keys of detail.safetensors match no layer`. */
  notice(message: string): void
  readonly sessions: Sessions
  /** Which version of the transformers library splits prompts into tokens; 5 when absent. */
  readonly transformers?: TransformersVersion
  /** For files named inside a text: embeddings, LoRAs. */
  readonly find: FindFile
  /** A sentence for a file that `find` did not find: where it was searched for, and which names are similar. */
  readonly explainMissing?: (folder: string, name: string) => Promise<string>
  readonly folders: { readonly output: string; readonly temp: string }
  /** What SaveImage writes into its PNGs: keyword → JSON text, `prompt` first. Empty for a node that is not an output. */
  readonly metadata: Readonly<Record<string, string>>
}

/** Does nothing at run time; at compile time it infers `run`'s parameters and result from the ports. */
export const defineNode = <const I extends Record<string, Port>, const O extends Outputs>(
  definition: NodeDefinition<I, O, RunContext>,
): NodeDefinition<I, O, RunContext> => definition
