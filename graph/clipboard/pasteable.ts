import { type Link, linksOf } from '../document/links.ts'
import { type Subgraph, subgraphsOf, type Workflow, type WorkflowNode } from '../workflow.ts'

/** The content of a clipboard: nodes, and wires by the node ids at the time of copying. */
export interface Pasteable {
  readonly nodes: readonly WorkflowNode[]
  readonly wires: readonly CopiedWire[]
  readonly groups: NonNullable<Workflow['groups']>
  /** The definitions that the nodes may be instances of. */
  readonly subgraphs: readonly Subgraph[]
}

/** A wire into a copied node. It comes from another one, or from a node that was not copied. */
export type CopiedWire = Omit<Link, 'id'>

/** Everything of a document; null when it has no nodes. */
export const pasteableOf = (workflow: Workflow): Pasteable | null =>
  workflow.nodes.length === 0
    ? null
    : {
        nodes: workflow.nodes,
        wires: wiresInto(workflow, workflow.nodes),
        groups: workflow.groups ?? [],
        subgraphs: [...subgraphsOf(workflow).values()],
      }

/** The wires that the inputs of some nodes name. */
export function wiresInto(workflow: Workflow, nodes: readonly WorkflowNode[]): CopiedWire[] {
  const links = linksOf(workflow)
  return nodes.flatMap(node =>
    (node.inputs ?? []).flatMap(({ link }, toSlot) => {
      const found = links.get(String(link))
      return found
        ? [{ from: found.from, fromSlot: found.fromSlot, to: String(node.id), toSlot, type: found.type }]
        : []
    }),
  )
}
