import type { Json } from '../json.ts'
import type { NodeSpec } from '../node.ts'
import { hasCases } from '../ports/cases.ts'
import { withSeedControl, withValue } from '../widgets/node-values.ts'
import type { SeedControl } from '../widgets/seed.ts'
import { readWidgetValues } from '../widgets/widget-values.ts'
import { type Change, type NodeId, nodeOf } from './change.ts'
import { fitInputs } from './hidden-inputs.ts'

/** @throws Error when the node has no widget of that name */
export const setWidget =
  (spec: NodeSpec, id: NodeId, name: string, value: Json): Change =>
  draft => {
    const node = nodeOf(draft, id)
    const before = readWidgetValues(spec, node.widgets_values).values
    if (before[name] === value) return
    Object.assign(node, withValue(spec, node, name, value))
    const port = spec.inputs[name]
    if (port && hasCases(port)) fitInputs(draft, node, spec, name, before)
  }

/** What happens to a seed after a run. */
export const setSeedControl =
  (spec: NodeSpec, id: NodeId, name: string, control: SeedControl): Change =>
  draft => {
    const node = nodeOf(draft, id)
    if (readWidgetValues(spec, node.widgets_values).controls[name] === control) return
    Object.assign(node, withSeedControl(spec, node, name, control))
  }
