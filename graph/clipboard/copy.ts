import { centreOf, holdsPoint, nodeBounds, type SizeOf, storedSizes } from '../edit/bounds.ts'
import type { NodeId } from '../edit/change.ts'
import { groupsOf } from '../edit/groups.ts'
import { emptyWorkflow, subgraphsOf, type Workflow, type WorkflowNode, writeWorkflow } from '../workflow.ts'
import { type CopiedWire, wiresInto } from './pasteable.ts'

/** The key under which a copy keeps wires from outside it, for `readClipboard`. */
export const incomingKey = 'incomingWires'

/**
 * The text of a workflow file (schema 0.4) that holds these nodes, the wires among them, and every group whose nodes
 * are all among them. ComfyUI opens it; `readClipboard` reads it with the wires that come from outside as well.
 */
export function copyNodes(workflow: Workflow, ids: readonly NodeId[], sizeOf: SizeOf = storedSizes(workflow)): string {
  const wanted = new Set(ids.map(String))
  const nodes = workflow.nodes.filter(({ id }) => wanted.has(String(id)))
  const wires = wiresInto(workflow, nodes)
  const inside = wires.filter(({ from }) => wanted.has(from))
  const incoming = wires.filter(({ from }) => !wanted.has(from))
  const nodeIds = new Map(nodes.map(({ id }) => [String(id), id]))
  return writeWorkflow({
    ...emptyWorkflow,
    last_node_id: nodes.reduce((max, { id }) => Math.max(max, Number(id) || 0), 0),
    last_link_id: inside.length,
    nodes: nodes.map(rewirer(inside)),
    links: inside.map(({ from, fromSlot, to, toSlot, type }, index) => [
      index + 1,
      nodeIds.get(from)!,
      fromSlot,
      nodeIds.get(to)!,
      toSlot,
      type,
    ]),
    groups: wholeGroups(workflow, wanted, sizeOf),
    extra: incoming.length > 0 ? { [incomingKey]: incoming } : {},
    ...definitionsFor(workflow, nodes),
  })
}

/** Replaces the wire ids in nodes by those of the copy; wire n is at index n − 1 of the list. */
function rewirer(wires: readonly CopiedWire[]): (node: WorkflowNode) => WorkflowNode {
  const numbered = wires.map((wire, index) => ({ ...wire, id: index + 1 }))
  const into = Map.groupBy(numbered, ({ to, toSlot }) => `${to}/${toSlot}`)
  const outOf = Map.groupBy(numbered, ({ from, fromSlot }) => `${from}/${fromSlot}`)
  return node => ({
    ...node,
    ...(node.inputs && {
      inputs: node.inputs.map((input, slot) => ({ ...input, link: into.get(`${node.id}/${slot}`)?.[0]?.id ?? null })),
    }),
    ...(node.outputs && {
      outputs: node.outputs.map((output, slot) => ({
        ...output,
        links: (outOf.get(`${node.id}/${slot}`) ?? []).map(({ id }) => id),
      })),
    }),
  })
}

function wholeGroups(workflow: Workflow, copied: ReadonlySet<string>, sizeOf: SizeOf) {
  const centres = workflow.nodes.map(node => [String(node.id), centreOf(nodeBounds(node, sizeOf))] as const)
  return groupsOf(workflow).flatMap(({ index, bounding }) => {
    const members = centres.filter(([, centre]) => holdsPoint(bounding, centre))
    return members.length > 0 && members.every(([id]) => copied.has(id)) ? [workflow.groups![index]!] : []
  })
}

/** The definitions of copied subgraph nodes, and of the subgraphs in those. */
function definitionsFor(workflow: Workflow, nodes: readonly WorkflowNode[]): Pick<Workflow, 'definitions'> {
  const all = subgraphsOf(workflow)
  const needed = new Set(nodes.map(({ type }) => type).filter(type => all.has(type)))
  for (const id of needed) for (const { type } of all.get(id)!.nodes) if (all.has(type)) needed.add(type)
  return needed.size > 0 ? { definitions: { subgraphs: [...needed].map(id => all.get(id)!) } } : {}
}
