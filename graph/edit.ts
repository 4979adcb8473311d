import type { Draft } from 'immer'
import type { Json } from './json.ts'
import { readLink } from './links.ts'
import type { NodeSpec } from './node.ts'
import { isWidget, wireType } from './port-types.ts'
import { setWidgetValue, writeWidgetValues } from './widget-values.ts'
import type { Workflow, WorkflowInput, WorkflowNode } from './workflow.ts'

/**
 * The commands of an editor: each returns a change for `History.apply`. They touch only what they are about, in the
 * form the file already has, so that everything else is written back as it was read.
 */
export type Change = (draft: Draft<Workflow>) => void

type DraftNode = Draft<WorkflowNode>
type DraftInput = Draft<WorkflowInput>
type NodeId = WorkflowNode['id']

/** Adds a node with its defaults, numbered after the highest. */
export const addNode =
  (spec: NodeSpec, pos: readonly [number, number]): Change =>
  draft => {
    const id = 1 + draft.nodes.reduce((highest, node) => Math.max(highest, Number(node.id) || 0), lastNodeId(draft))
    draft.nodes.push({
      id,
      type: spec.type,
      pos: [...pos],
      flags: {},
      order: draft.nodes.length,
      mode: 0,
      inputs: Object.entries(spec.inputs).flatMap(([name, port]) =>
        isWidget(port) ? [] : [{ name, type: port.type, link: null }],
      ),
      outputs: Object.entries(spec.outputs).map(([name, { type }]) => ({ name, type, links: [] })),
      properties: { 'Node name for S&R': spec.type },
      widgets_values: writeWidgetValues(spec, {}),
    })
    if (draft.state) draft.state.lastNodeId = id
    else draft.last_node_id = id
  }

/** Removes a node and its wires. */
export const removeNode =
  (id: NodeId): Change =>
  draft => {
    const wires = (draft.links ?? []).flatMap(link => (link ? [readLink(link)] : []))
    for (const wire of wires) if (wire.from === String(id) || wire.to === String(id)) cut(draft, wire.id)
    const index = draft.nodes.findIndex(node => String(node.id) === String(id))
    if (index >= 0) draft.nodes.splice(index, 1)
  }

export const moveNode =
  (id: NodeId, pos: readonly [number, number]): Change =>
  draft => {
    nodeOf(draft, id).pos = [...pos]
  }

/** 0 runs, 2 is muted, 4 is bypassed. */
export const setMode =
  (id: NodeId, mode: 0 | 2 | 4): Change =>
  draft => {
    nodeOf(draft, id).mode = mode
  }

export const setTitle =
  (id: NodeId, title: string): Change =>
  draft => {
    nodeOf(draft, id).title = title
  }

export const setWidget =
  (spec: NodeSpec, id: NodeId, name: string, value: Json): Change =>
  draft => {
    const node = nodeOf(draft, id)
    node.widgets_values = setWidgetValue(spec, node.widgets_values, name, value)
  }

/** Wires an output to an input; what was wired to the input before goes. */
export const connect =
  (from: NodeId, slot: number, to: NodeId, spec: NodeSpec, name: string): Change =>
  draft => {
    disconnect(to, name)(draft)
    const output = nodeOf(draft, from).outputs?.[slot]
    if (!output) throw new Error(`node ${from} has no output ${slot}`)
    const target = nodeOf(draft, to)
    const id = newLinkId(draft)
    const input = inputOf(target, spec, name)
    input.link = id
    output.links = [...(output.links ?? []), id]
    const toSlot = target.inputs?.indexOf(input) ?? 0
    const type = input.type ?? '*'
    draft.links ??= []
    draft.links.push(
      draft.state
        ? { id, origin_id: from, origin_slot: slot, target_id: to, target_slot: toSlot, type }
        : [id, from, slot, to, toSlot, type],
    )
  }

export const disconnect =
  (to: NodeId, name: string): Change =>
  draft => {
    const link = nodeOf(draft, to).inputs?.find(input => input.name === name)?.link
    if (link !== null && link !== undefined) cut(draft, String(link))
  }

function nodeOf(draft: Draft<Workflow>, id: NodeId): DraftNode {
  const node = draft.nodes.find(node => String(node.id) === String(id))
  if (!node) throw new Error(`the workflow has no node ${id}`)
  return node
}

/** The input of a name; a widget gets one when it is first wired. */
function inputOf(node: DraftNode, spec: NodeSpec, name: string): DraftInput {
  node.inputs ??= []
  const present = node.inputs.find(input => input.name === name)
  if (present) return present
  const port = spec.inputs[name]
  if (!port) throw new Error(`${spec.type} has no input ${name}`)
  node.inputs.push({ name, type: wireType(port), link: null, ...(isWidget(port) && { widget: { name } }) })
  return node.inputs.at(-1)!
}

/** Takes a wire out of the three places that record it, and out of the waypoints it passes. */
function cut(draft: Draft<Workflow>, wire: string): void {
  const isOther = (id: unknown) => String(id) !== wire
  draft.links = (draft.links ?? []).filter(link => link === null || isOther(readLink(link).id))
  for (const node of draft.nodes) {
    for (const input of node.inputs ?? []) if (input.link !== null && !isOther(input.link)) input.link = null
    for (const output of node.outputs ?? [])
      if (output.links?.some(id => !isOther(id))) output.links = output.links.filter(isOther)
  }
  for (const waypoint of waypointsOf(draft))
    if (waypoint.linkIds?.some(id => !isOther(id))) waypoint.linkIds = waypoint.linkIds.filter(isOther)
}

/** Native reroutes: in `extra` (schema 0.4) or at the root (1). */
function waypointsOf(draft: Draft<Workflow>): { linkIds?: unknown[] | null }[] {
  const found = draft.state ? draft.reroutes : draft.extra?.reroutes
  return Array.isArray(found) ? found : []
}

const lastNodeId = (draft: Draft<Workflow>) => Number(draft.state ? draft.state.lastNodeId : draft.last_node_id) || 0

function newLinkId(draft: Draft<Workflow>): number {
  const last = Number(draft.state ? draft.state.lastLinkId : draft.last_link_id) || 0
  const ids = (draft.links ?? []).map(link => (link && Number(readLink(link).id)) || 0)
  const id = 1 + ids.reduce((a, b) => Math.max(a, b), last)
  if (draft.state) draft.state.lastLinkId = id
  else draft.last_link_id = id
  return id
}
