import type { Workflow, WorkflowNode } from '../workflow.ts'
import type { Change } from './change.ts'
import { claimNodeIds } from './ids.ts'

/**
 * The nodes of a damaged file that have the id of a node before them. One without wires can get an id of its own; of one
 * with wires nothing tells which of the two nodes a wire means.
 */
export interface EqualIds {
  /** The ids of nodes that `change` gives a new id. */
  readonly separable: readonly string[]
  /** The ids that two nodes keep. */
  readonly shared: readonly string[]
  readonly change: Change
}

export function equalIds({ nodes }: Workflow): EqualIds {
  const seen = new Set<string>()
  const repeated = nodes
    .map((node, index) => ({ node, index, id: String(node.id) }))
    .filter(({ id }) => {
      const isRepeated = seen.has(id)
      seen.add(id)
      return isRepeated
    })
  const separable = repeated.filter(({ node }) => !isWired(node))
  const ids = (some: typeof repeated) => [...new Set(some.map(({ id }) => id))]
  return {
    separable: ids(separable),
    shared: ids(repeated.filter(({ node }) => isWired(node))),
    change: draft => {
      const first = claimNodeIds(draft, separable.length)
      for (const [i, { index }] of separable.entries()) draft.nodes[index]!.id = first + i
    },
  }
}

const isWired = ({ inputs, outputs }: WorkflowNode): boolean =>
  (inputs ?? []).some(({ link }) => link != null) || (outputs ?? []).some(({ links }) => (links ?? []).length > 0)
