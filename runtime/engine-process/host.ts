import type { NodeSpec } from '../../graph/node.ts'
import type { SavedImage } from '../../nodes/define.ts'
import type { Step, StepResult } from './messages.ts'

/** What the engine offers. */
export interface EngineFacts {
  readonly specs: ReadonlyMap<string, NodeSpec>
  /** The types whose results depend on more than inputs and files: ask `fingerprint`. */
  readonly own: ReadonlySet<string>
}

/** What happens while a step runs. */
export interface StepListener {
  progress?(step: number, of: number): void
  /** The unfinished picture after a step, as a JPEG. */
  preview?(jpeg: Uint8Array, step: number, of: number): void
  notice?(message: string): void
  image?(image: SavedImage): void
}

/** Runs node bodies, one at a time, somewhere else; keeps what they returned under content keys. */
export interface EngineHost {
  /** Starts the engine when it is not running. */
  facts(): Promise<EngineFacts>
  /**
   * @throws EngineError what the node threw · EngineStopped the process died · AbortError after `cancel`
   */
  run(step: Step, listener?: StepListener): Promise<StepResult>
  /** What a result of this type depends on beyond its inputs. */
  fingerprint(type: string, values: Readonly<Record<string, unknown>>): Promise<string>
  /** Is the result of that step still there? */
  holds(key: string): boolean
  keys(): readonly string[]
  drop(keys: readonly string[]): void
  /** Stops the running step between two of its steps, or, after the grace time, by replacing the process. */
  cancel(): void
  close(): Promise<void>
}
