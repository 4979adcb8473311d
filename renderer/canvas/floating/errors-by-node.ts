import type { RunError } from '../../../runtime/contract/run-event.ts'

/** What one bubble shows: all errors of one node, or those of no node. */
export interface NodeErrors {
  readonly node: string | null
  readonly errors: readonly RunError[]
}

/** The errors of each node together, in the order in which the nodes first failed; the same sentence is shown once. */
export function errorsByNode(errors: readonly RunError[]): readonly NodeErrors[] {
  const groups = Map.groupBy(errors, ({ node }) => node)
  return [...groups].map(([node, all]) => ({
    node,
    errors: all.filter((error, i) => all.findIndex(({ message }) => message === error.message) === i),
  }))
}
