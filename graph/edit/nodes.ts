import { readLink } from '../document/links.ts'
import { nodeSize } from '../import/layout.ts'
import type { NodeSpec } from '../node.ts'
import { isWidget } from '../port-types.ts'
import { shownInputs } from '../ports/cases.ts'
import { withoutSpare } from '../ports/growing.ts'
import { type WidgetValues, writeWidgetValues } from '../widgets/widget-values.ts'
import type { WorkflowNode } from '../workflow.ts'
import { type Change, type NodeId, nodeOf, nodesOf, type Point, peek, removeWhere, writePoint } from './change.ts'
import { claimNodeIds } from './ids.ts'
import { joinPast } from './wires/rewire.ts'
import { cutWires } from './wires/wire-records.ts'

/**
 * Adds a node with its defaults; `nextNodeId` tells its id beforehand.
 *
 * @param values  what differs from the defaults: the first file of a folder, for example
 */
export const addNode =
  (spec: NodeSpec, pos: Point, values: WidgetValues['values'] = {}): Change =>
  draft => {
    const order = draft.nodes.length
    draft.nodes.push({
      id: claimNodeIds(draft),
      type: spec.type,
      pos: [...pos],
      size: [...nodeSize(spec)],
      flags: {},
      order,
      mode: 0,
      inputs: withoutSpare([...shownInputs(spec, name => values[name])], () => false).flatMap(([name, port]) =>
        isWidget(port) ? [] : [{ name, type: port.type, link: null }],
      ),
      outputs: Object.entries(spec.outputs).map(([name, { type }]) => ({ name, type, links: [] })),
      properties: { 'Node name for S&R': spec.type },
      widgets_values: writeWidgetValues(spec, values),
    })
  }

/**
 * Removes nodes and their wires; ids that do not exist are ignored.
 *
 * @param options.rewire  connects their inputs to the readers of their outputs, as a bypass would
 */
export const removeNodes =
  (ids: readonly NodeId[], { rewire = false }: { readonly rewire?: boolean } = {}): Change =>
  draft => {
    const gone = new Set(ids.map(String))
    if (rewire) joinPast(draft, gone)
    const wires = peek(draft.links).flatMap(link => (link ? [readLink(link)] : []))
    cutWires(draft, new Set(wires.filter(({ from, to }) => gone.has(from) || gone.has(to)).map(({ id }) => id)))
    removeWhere(draft.nodes, node => gone.has(String(node.id)))
  }

/** Pinned nodes stay where they are when groups move or nodes are arranged. */
export const isPinned = (node: WorkflowNode): boolean => node.flags?.pinned === true

/** Moves any number of nodes as one change. */
export const moveNodes =
  (places: readonly (readonly [NodeId, Point])[]): Change =>
  draft => {
    const nodes = nodesOf(
      draft,
      places.map(([id]) => id),
    )
    for (const [id, pos] of places) writePoint(nodes.get(String(id))!, 'pos', pos)
  }

/** @param size  width and height below the title, as ComfyUI counts them */
export const resizeNode =
  (id: NodeId, size: Point): Change =>
  draft =>
    writePoint(nodeOf(draft, id), 'size', size)

/** 0 runs, 2 is muted, 4 is bypassed. */
export const setMode =
  (ids: readonly NodeId[], mode: 0 | 2 | 4): Change =>
  draft => {
    for (const node of nodesOf(draft, ids).values()) node.mode = mode
  }

/** ComfyUI's yellow. */
const noteColors = { color: '#432', bgcolor: '#653' }

/** A note on the canvas: text that never runs. `nextNodeId` tells its id beforehand. */
export const addNote =
  (text: string, pos: Point): Change =>
  draft => {
    draft.nodes.push({
      id: claimNodeIds(draft),
      type: 'Note',
      pos: [...pos],
      size: [210, 88],
      flags: {},
      order: draft.nodes.length,
      mode: 0,
      inputs: [],
      outputs: [],
      properties: { text: '' },
      widgets_values: [text],
      ...noteColors,
    })
  }
