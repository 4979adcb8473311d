import type { Draft } from 'immer'
import { type Link, linksOf } from '../../document/links.ts'
import type { GraphScope, Workflow, WorkflowNode } from '../../workflow.ts'
import { type Change, type DraftNode, type Point, seen } from '../change.ts'
import { claimNodeIds } from '../ids.ts'
import { cutWires, recordWire, writeWireType } from './wire-records.ts'

/** ComfyUI's own node for a bend in a wire. It has the type of its input. */
export const isReroute = (node: Pick<WorkflowNode, 'type'>): boolean => node.type === 'Reroute'

/** A reroute without wires; `nextNodeId` tells its id beforehand. */
export const addReroute =
  (pos: Point): Change =>
  draft => {
    draft.nodes.push({
      id: claimNodeIds(draft),
      type: 'Reroute',
      pos: [...pos],
      size: [75, 26],
      flags: {},
      order: draft.nodes.length,
      mode: 0,
      inputs: [{ name: '', type: '*', link: null }],
      outputs: [{ name: '', type: '*', links: [], slot_index: 0 }],
      properties: { showOutputText: false, horizontal: false },
    })
  }

/** Inserts a reroute of the same type into a wire. A wire that no longer exists, or has lost an end, is left as it is. */
export const insertReroute =
  (wire: string, pos: Point): Change =>
  draft => {
    const link = linksOf(seen(draft)).get(wire)
    const from = draft.nodes.find(({ id }) => String(id) === link?.from)
    const to = draft.nodes.find(({ id }) => String(id) === link?.to)
    const toSlot = to?.inputs?.findIndex(input => String(input.link) === wire) ?? -1
    if (!link || !to || toSlot < 0 || !from?.outputs?.[link.fromSlot]) return
    const type = from.outputs[link.fromSlot]!.type ?? '*'
    cutWires(draft, new Set([wire]))
    addReroute(pos)(draft)
    const reroute = draft.nodes.at(-1)!
    recordWire(draft, { from, slot: link.fromSlot, to: reroute, toSlot: 0, type })
    reroute.outputs![0]!.type = type
    recordWire(draft, { from: reroute, slot: 0, to, toSlot, type })
  }

/** The type of an output: a name, or `*` if it is not known. A reroute has the type of its input. */
export function carriedType(graph: GraphScope, from: string, slot: number): string {
  const links = linksOf(graph)
  const nodes = new Map(graph.nodes.map(node => [String(node.id), node]))
  const passed = new Set<string>()
  let [node, at] = [nodes.get(from), slot]
  while (node && isReroute(node) && !passed.has(String(node.id))) {
    passed.add(String(node.id))
    const wire: Link | undefined = links.get(String(node.inputs?.[0]?.link))
    if (!wire) break
    node = nodes.get(wire.from)
    at = wire.fromSlot
  }
  return typeName(node?.outputs?.[at]?.type)
}

/** A type as a word; a list of choices is a combo. */
export const typeName = (type: unknown): string =>
  typeof type === 'string' && type !== '' ? type : Array.isArray(type) ? 'COMBO' : '*'

/** Gives a reroute, and the reroutes after it, the type of its input. */
export function spreadType(draft: Draft<Workflow>, node: DraftNode, type: DraftType): void {
  if (!isReroute(node) || type === undefined || type === '*') return
  const output = node.outputs?.[0]
  if (!output || output.type === type) return
  output.type = type
  const wires = new Set((output.links ?? []).map(String))
  for (const link of [...linksOf(seen(draft)).values()].filter(({ id }) => wires.has(id))) {
    writeWireType(draft, link.id, type)
    const target = draft.nodes.find(({ id }) => String(id) === link.to)
    if (target) spreadType(draft, target, type)
  }
}

type DraftType = NonNullable<DraftNode['outputs']>[number]['type']
