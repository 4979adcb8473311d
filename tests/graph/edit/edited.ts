import type { Change } from '../../../graph/edit/change.ts'
import { createHistory } from '../../../graph/history.ts'
import type { Workflow } from '../../../graph/workflow.ts'

/** A document after some commands. */
export function edited(workflow: Workflow, ...changes: readonly Change[]): Workflow {
  const history = createHistory(workflow)
  for (const change of changes) history.apply('change', change)
  return history.present
}
