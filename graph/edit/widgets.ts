import type { Json } from '../json.ts'
import type { NodeSpec } from '../node.ts'
import type { SeedControl } from '../widgets/seed.ts'
import { readWidgetValues, setWidgetValue, setSeedControl as withControl } from '../widgets/widget-values.ts'
import { type Change, type NodeId, nodeOf } from './change.ts'

/** @throws Error when the node has no widget of that name */
export const setWidget =
  (spec: NodeSpec, id: NodeId, name: string, value: Json): Change =>
  draft => {
    const node = nodeOf(draft, id)
    if (readWidgetValues(spec, node.widgets_values).values[name] === value) return
    node.widgets_values = setWidgetValue(spec, node.widgets_values, name, value)
  }

/** What happens to a seed after a run. */
export const setSeedControl =
  (spec: NodeSpec, id: NodeId, name: string, control: SeedControl): Change =>
  draft => {
    const node = nodeOf(draft, id)
    if (readWidgetValues(spec, node.widgets_values).controls[name] === control) return
    node.widgets_values = withControl(spec, node.widgets_values, name, control)
  }
