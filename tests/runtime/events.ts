import type { JsonObject } from '../../graph/json.ts'
import type { Prompt } from '../../graph/prompt.ts'
import type { RunEvent } from '../../runtime/contract/run-event.ts'

/** The events of one kind. */
export const of = <K extends RunEvent['kind']>(events: readonly RunEvent[], kind: K) =>
  events.filter((event): event is Extract<RunEvent, { kind: K }> => event.kind === kind)

/** A node of a prompt. */
export const node = (class_type: string, inputs: JsonObject, title?: string): Prompt[string] => ({
  class_type,
  inputs,
  ...(title && { _meta: { title } }),
})

/** Collects what a run tells, and passes it on. */
export function record(pass: (event: RunEvent) => void = () => {}) {
  const events: RunEvent[] = []
  const on = (event: RunEvent): void => {
    events.push(event)
    pass(event)
  }
  return { events, on }
}
