import type { Draft } from 'immer'
import type { Json } from '../json.ts'
import type { NodeSpec } from '../node.ts'
import { isWidget, wireType } from '../port-types.ts'
import { hasCases } from '../ports/cases.ts'
import { withSeedControl, withValue } from '../widgets/node-values.ts'
import type { SeedControl } from '../widgets/seed.ts'
import { readWidgetValues, specOn } from '../widgets/widget-values.ts'
import type { Workflow } from '../workflow.ts'
import { type Change, type DraftNode, type NodeId, nodeOf } from './change.ts'
import { cutWires, placeWires } from './wires/wire-records.ts'

/** @throws Error when the node has no widget of that name */
export const setWidget =
  (spec: NodeSpec, id: NodeId, name: string, value: Json): Change =>
  draft => {
    const node = nodeOf(draft, id)
    if (readWidgetValues(spec, node.widgets_values).values[name] === value) return
    Object.assign(node, withValue(spec, node, name, value))
    const port = spec.inputs[name]
    if (port && hasCases(port)) fitInputs(draft, node, spec, name)
  }

/** Removes the inputs that a choice takes away, with their wires, and adds the sockets that it brings. */
function fitInputs(draft: Draft<Workflow>, node: DraftNode, spec: NodeSpec, choice: string): void {
  const { inputs } = specOn(spec, node.widgets_values)
  const isGone = ({ name }: { readonly name: string }) => name.startsWith(`${choice}.`) && !Object.hasOwn(inputs, name)
  const wires = (node.inputs ?? []).filter(isGone).flatMap(({ link }) => (link == null ? [] : [String(link)]))
  cutWires(draft, new Set(wires))
  const kept = (node.inputs ?? []).filter(input => !isGone(input))
  const come = Object.entries(inputs).filter(
    ([name, port]) => !isWidget(port) && name.startsWith(`${choice}.`) && !kept.some(input => input.name === name),
  )
  node.inputs = [...kept, ...come.map(([name, port]) => ({ name, type: wireType(port), link: null }))]
  placeWires(draft, node)
}

/** What happens to a seed after a run. */
export const setSeedControl =
  (spec: NodeSpec, id: NodeId, name: string, control: SeedControl): Change =>
  draft => {
    const node = nodeOf(draft, id)
    if (readWidgetValues(spec, node.widgets_values).controls[name] === control) return
    Object.assign(node, withSeedControl(spec, node, name, control))
  }
