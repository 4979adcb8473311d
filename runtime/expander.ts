import type { WorkflowError } from '../graph/errors.ts'
import type { Prompt, Specs } from '../graph/prompt.ts'
import type { Workflow } from '../graph/workflow.ts'
import type { RunEvent } from './contract/run-event.ts'
import type { RunRequest } from './executor.ts'
import type { Metadata } from './metadata.ts'

/** What a person asked for. */
export interface PromptRun extends Pick<RunRequest, 'folders' | 'previews' | 'signal' | 'overtaken' | 'on'> {
  readonly prompt: Prompt
  /** The document it came from, for pictures to carry. */
  readonly workflow?: Workflow | undefined
  /** What pictures carry besides prompt and workflow. */
  readonly extra?: Metadata | undefined
  /** Only these output nodes and what they need. */
  readonly targets?: readonly string[] | undefined
  /** Asked for by live mode, which wants one picture of the present values. */
  readonly live?: boolean
}

/**
 * Turns a prompt into another one before it is planned: a Compare Grid into its cells. The runner knows only this; what
 * is added, reported and saved is up to the expander. The list is in expanders.ts.
 */
export interface Expander {
  /** @returns null for a prompt with nothing to expand */
  expand(run: PromptRun, specs: Specs): Expansion | null
}

export interface Expansion {
  /** What is planned in place of the run's own. */
  readonly prompt: Prompt
  readonly targets?: readonly string[] | undefined
  /** What could not be expanded; the rest runs. */
  readonly errors?: readonly WorkflowError[]
  /** Steps whose results need not outlast the last step that reads them. */
  readonly passing?: ReadonlySet<string>
  /** What the pictures of a node carry where it is not the workflow as it was queued. */
  metadata?(node: string): Metadata | undefined
  /** @param on  receives the events as they are for the prompt before it was expanded */
  follow?(on: (event: RunEvent) => void): Follower
}

/** Follows the run of an expanded prompt. */
export interface Follower {
  /** Receives every event of the run but its end. */
  receive(event: RunEvent): void
  /** Called when all steps have ended. @returns whether everything that it had to make was made */
  finish(): Promise<boolean>
}
