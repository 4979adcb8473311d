import type { Json } from '../json.ts'
import type { NodeSpec } from '../node.ts'
import { withSeedControl, withValue } from '../widgets/node-values.ts'
import type { SeedControl } from '../widgets/seed.ts'
import { readWidgetValues } from '../widgets/widget-values.ts'
import { type Change, type NodeId, nodeOf } from './change.ts'

/** @throws Error when the node has no widget of that name */
export const setWidget =
  (spec: NodeSpec, id: NodeId, name: string, value: Json): Change =>
  draft => {
    const node = nodeOf(draft, id)
    if (readWidgetValues(spec, node.widgets_values).values[name] === value) return
    Object.assign(node, withValue(spec, node, name, value))
  }

/** What happens to a seed after a run. */
export const setSeedControl =
  (spec: NodeSpec, id: NodeId, name: string, control: SeedControl): Change =>
  draft => {
    const node = nodeOf(draft, id)
    if (readWidgetValues(spec, node.widgets_values).controls[name] === control) return
    Object.assign(node, withSeedControl(spec, node, name, control))
  }
