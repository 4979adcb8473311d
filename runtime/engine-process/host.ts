import type { NodeSpec } from '../../graph/node.ts'
import type { StepEvent } from '../../graph/run/step-event.ts'
import type { Step, StepResult } from './messages.ts'

/** What the engine offers. */
export interface EngineFacts {
  readonly specs: ReadonlyMap<string, NodeSpec>
  /** The types whose results depend on more than inputs and files: ask `fingerprint`. */
  readonly own: ReadonlySet<string>
  /** The types that can show their result before it is exact: ask `preview`. */
  readonly previewed: ReadonlySet<string>
}

/** What the engine is doing. */
export type HostState =
  | { readonly kind: 'starting' }
  /** `device`: where the last step ran; null before the first one. */
  | { readonly kind: 'ready'; readonly device: string | null }
  /** It ended without being closed. `reason`: a sentence without a capital letter and a full stop; `crashedOn`: the device whose native code ended it. */
  | { readonly kind: 'stopped'; readonly reason: string; readonly crashedOn?: string }

/** Runs nodes, one at a time, in another process, which keeps their results under content keys. */
export interface EngineHost {
  /** Starts the engine when it is not running. */
  facts(): Promise<EngineFacts>
  /**
   * @param  on  receives what the node reports; a preview may arrive after the step has ended
   * @throws EngineError what the node threw · EngineStopped the process died · AbortError after `cancel`
   */
  run(step: Step, on?: (event: StepEvent) => void): Promise<StepResult>
  /** Lets a node of a `previewed` type show its result before it runs. What fails in it is ignored. @throws as `run`, but for the node's errors */
  preview(step: Step, on: (event: StepEvent) => void): Promise<void>
  /** What a result of this type depends on beyond its inputs. */
  fingerprint(type: string, values: Readonly<Record<string, unknown>>): Promise<string>
  /** How fast the CPU multiplies matrices, in floating-point operations per second. Takes a second or two, while nothing runs. */
  measure(): Promise<number>
  /** Whether the result of that step is still there. */
  holds(key: string): boolean
  keys(): readonly string[]
  drop(keys: readonly string[]): void
  /** Stops the running step between two of its steps, or, after the grace time and unless `isPatient`, by replacing the process. */
  cancel(how?: { readonly isPatient: boolean }): void
  close(): Promise<void>
}
