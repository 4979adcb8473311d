import { centreOf, holdsPoint, nodeBounds, type SizeOf, storedSizes } from '../edit/bounds.ts'
import type { NodeId } from '../edit/change.ts'
import { groupsOf } from '../edit/groups.ts'
import { emptyWorkflow, subgraphsOf, type Workflow, type WorkflowNode, writeWorkflow } from '../workflow.ts'
import { type CopiedWire, wiresInto } from './pasteable.ts'

/** Where a copy keeps the wires that come from outside it; `readClipboard` finds them here. */
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
    nodes: nodes.map(node => rewired(node, inside)),
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

/** A node that names the wires of the copy instead of those it had; wire n stands at n − 1 of the list. */
const rewired = (node: WorkflowNode, wires: readonly CopiedWire[]): WorkflowNode => {
  const id = String(node.id)
  const numberOf = (isMine: (wire: CopiedWire) => boolean) =>
    wires.flatMap((wire, index) => (isMine(wire) ? [index + 1] : []))
  return {
    ...node,
    ...(node.inputs && {
      inputs: node.inputs.map((input, slot) => ({
        ...input,
        link: numberOf(({ to, toSlot }) => to === id && toSlot === slot)[0] ?? null,
      })),
    }),
    ...(node.outputs && {
      outputs: node.outputs.map((output, slot) => ({
        ...output,
        links: numberOf(({ from, fromSlot }) => from === id && fromSlot === slot),
      })),
    }),
  }
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
