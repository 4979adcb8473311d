import type { Workflow } from '../../graph/workflow.ts'

/** What is selected in a document. */
export interface Selection {
  /** Node ids. */
  readonly nodes: ReadonlySet<string>
  /** Indices into the document's list of groups. */
  readonly groups: ReadonlySet<number>
}

export const emptySelection: Selection = { nodes: new Set(), groups: new Set() }

export const selectNodes = (ids: Iterable<string>): Selection => ({ nodes: new Set(ids), groups: new Set() })

/** The part of a selection that the document still has. */
export function stillThere(selection: Selection, workflow: Workflow): Selection {
  if (selection.nodes.size === 0 && selection.groups.size === 0) return selection
  const ids = new Set(workflow.nodes.map(({ id }) => String(id)))
  const count = workflow.groups?.length ?? 0
  const nodes = [...selection.nodes].filter(id => ids.has(id))
  const groups = [...selection.groups].filter(index => index < count)
  const isSame = nodes.length === selection.nodes.size && groups.length === selection.groups.size
  return isSame ? selection : { nodes: new Set(nodes), groups: new Set(groups) }
}
