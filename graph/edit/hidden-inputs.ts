import type { Draft } from 'immer'
import { linksOf } from '../document/links.ts'
import type { Json } from '../json.ts'
import type { NodeSpec } from '../node.ts'
import { isWidget, typesMeet, wireType } from '../port-types.ts'
import { withValue } from '../widgets/node-values.ts'
import { readWidgetValues, specOn } from '../widgets/widget-values.ts'
import type { Workflow } from '../workflow.ts'
import { type DraftNode, type NodeId, seen } from './change.ts'
import { cutWires, placeWires } from './wires/wire-records.ts'
import { connect } from './wires/wires.ts'

/**
 * What the inputs had that came with another option of a choice. It is kept in the node's properties, so that it comes back with
 * the option, also after the file was saved.
 */
interface Hidden {
  /** The output that each was wired to. */
  readonly wires: Readonly<Record<string, readonly [node: NodeId, slot: number]>>
  readonly values: Readonly<Record<string, Json>>
}

/** The property that holds them, by choice and option. */
const HIDDEN = 'Inputs of other options'

/**
 * After another option was chosen: removes the inputs that it takes away, with their wires, and adds those that it brings, with the
 * wires and the values that they had before.
 *
 * @param before  the values of the node before
 */
export function fitInputs(
  draft: Draft<Workflow>,
  node: DraftNode,
  spec: NodeSpec,
  choice: string,
  before: Readonly<Record<string, Json>>,
): void {
  const { inputs } = specOn(spec, node.widgets_values)
  const isOwn = (name: string) => name.startsWith(`${choice}.`)
  const isGone = (name: string) => isOwn(name) && !Object.hasOwn(inputs, name)
  const gone = (node.inputs ?? []).filter(({ name }) => isGone(name))
  const links = linksOf(seen(draft))
  const wires = gone.flatMap(({ name, link }) => {
    const wire = links.get(String(link))
    return wire ? [[name, wire] as const] : []
  })
  hide(node, `${choice}=${before[choice]}`, {
    wires: Object.fromEntries(wires.map(([name, { from, fromSlot }]) => [name, [from, fromSlot] as const])),
    values: Object.fromEntries(Object.entries(before).filter(([name]) => isOwn(name))),
  })
  cutWires(draft, new Set(wires.map(([, { id }]) => id)))
  const kept = (node.inputs ?? []).filter(({ name }) => !isGone(name))
  const come = Object.entries(inputs).filter(
    ([name, port]) => !isWidget(port) && isOwn(name) && !kept.some(input => input.name === name),
  )
  node.inputs = [...kept, ...come.map(([name, port]) => ({ name, type: wireType(port), link: null }))]
  placeWires(draft, node)
  bringBack(draft, node, spec, `${choice}=${readWidgetValues(spec, node.widgets_values).values[choice]}`, before)
}

/** A copy of a node forgets them: their wires came from nodes that may not be there. */
export function forgetHidden(node: DraftNode): void {
  if (node.properties) delete node.properties[HIDDEN]
}

const hiddenOf = (node: DraftNode): Record<string, Hidden> => ({ ...(node.properties?.[HIDDEN] as object) })

function hide(node: DraftNode, option: string, hidden: Hidden): void {
  if (Object.keys(hidden.wires).length + Object.keys(hidden.values).length === 0) return
  node.properties = { ...node.properties, [HIDDEN]: { ...hiddenOf(node), [option]: hidden } }
}

/** The values first: a choice among them decides which inputs there are. What both options have stays as it was `before`. */
function bringBack(
  draft: Draft<Workflow>,
  node: DraftNode,
  spec: NodeSpec,
  option: string,
  before: Readonly<Record<string, Json>>,
): void {
  const { [option]: hidden, ...others } = hiddenOf(node)
  if (!hidden) return
  node.properties = { ...node.properties, [HIDDEN]: others }
  const has = (name: string) => Object.hasOwn(specOn(spec, node.widgets_values).inputs, name)
  for (const [name, value] of Object.entries(hidden.values ?? {}))
    if (has(name) && !Object.hasOwn(before, name)) Object.assign(node, withValue(spec, node, name, value))
  for (const [name, [from, slot]] of Object.entries(hidden.wires ?? {})) {
    const output = draft.nodes.concat().find(({ id }) => String(id) === String(from))?.outputs?.[slot]
    const port = spec.inputs[name]
    const isFree = node.inputs?.every(input => input.name !== name || input.link == null) ?? true
    if (output && port && has(name) && isFree && typesMeet(String(output.type ?? '*'), wireType(port)))
      connect(from, slot, node.id, spec, name)(draft)
  }
}
