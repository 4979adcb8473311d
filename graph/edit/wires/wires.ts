import type { NodeSpec } from '../../node.ts'
import { isWidget, wireType } from '../../port-types.ts'
import { type Change, type DraftNode, type NodeId, nodeOf } from '../change.ts'
import { adoptWidget, isFree } from './primitives.ts'
import { spreadType } from './reroutes.ts'
import { cutWires, recordWire, wireInto } from './wire-records.ts'

/**
 * Wires an output to an input and removes the input's previous wire. `canConnect` checks whether the types match.
 *
 * @param spec  of the node the wire ends at; it gives a widget its input. Undefined for an unknown node.
 */
export const connect =
  (from: NodeId, slot: number, to: NodeId, spec: NodeSpec | undefined, name: string): Change =>
  draft => {
    const source = nodeOf(draft, from)
    const output = source.outputs?.[slot]
    if (!output) throw new Error(`node ${from} has no output ${slot}`)
    const target = nodeOf(draft, to)
    const toSlot = slotOf(target, spec, name)
    const before = wireInto(target, name)
    if (before !== undefined) cutWires(draft, new Set([before]))
    const input = target.inputs![toSlot]!
    const wanted = input.type
    if (isFree(source) && input.widget) adoptWidget(source, target, input, spec)
    const type = wanted === undefined || wanted === '*' ? (output.type ?? '*') : wanted
    recordWire(draft, { from: source, slot, to: target, toSlot, type })
    spreadType(draft, target, output.type)
  }

/** Cuts the wire into an input. */
export const disconnect =
  (to: NodeId, name: string): Change =>
  draft => {
    const wire = wireInto(nodeOf(draft, to), name)
    if (wire !== undefined) cutWires(draft, new Set([wire]))
  }

/** The place of an input; a widget gets one when it is first wired. */
function slotOf(node: DraftNode, spec: NodeSpec | undefined, name: string): number {
  node.inputs ??= []
  const present = node.inputs.findIndex(input => input.name === name)
  if (present >= 0) return present
  const port = spec?.inputs[name]
  if (!port) throw new Error(`${node.type} has no input ${name}`)
  node.inputs.push({ name, type: wireType(port), link: null, ...(isWidget(port) && { widget: { name } }) })
  return node.inputs.length - 1
}
