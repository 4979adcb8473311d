import type { Json } from '../json.ts'
import type { Port, Widget } from '../node.ts'
import { isWidget } from '../port-types.ts'
import type { Specs } from '../prompt.ts'
import { currentType } from '../renames.ts'
import { readWidgetValues, specOn } from '../widgets/widget-values.ts'
import type { Subgraph, WorkflowNode } from '../workflow.ts'
import { promotedInOrder } from './promoted.ts'

/**
 * The widgets that an instance of a subgraph shows, by the names of the subgraph's inputs, as they are inside; the values
 * inside are their defaults. None where they cannot be edited in their place: one of a node that is not here, or values that
 * are saved in another order.
 */
export function instanceWidgets(
  instance: WorkflowNode,
  definition: Subgraph,
  specs: Specs,
): Readonly<Record<string, Port>> {
  const inputs: Record<string, Port> = {}
  const nodes = new Map(definition.nodes.map(node => [String(node.id), node]))
  for (const { name, node: id, widget } of promotedInOrder(instance, definition) ?? []) {
    const node = nodes.get(id)
    const spec = node && specs.get(currentType(node.type))
    const port = spec && specOn(spec, node.widgets_values).inputs[widget]
    if (!node || !port || !isWidget(port)) return {}
    inputs[name] = withDefault(port, readWidgetValues(spec, node.widgets_values).values[widget])
  }
  return inputs
}

/**
 * The widget with another default. On an instance a seed has no choice of what happens to it after a run, and a choice
 * decides about no other inputs.
 */
export function withDefault(
  { cases: _, ...port }: Widget & { readonly cases?: unknown },
  value: Json | undefined,
): Widget {
  if (port.kind === 'seed') {
    const isWhole = typeof value === 'bigint' || Number.isSafeInteger(value)
    return { ...port, default: isWhole ? BigInt(value as number | bigint) : port.default, control: false }
  }
  return value === undefined || !('default' in port) ? port : ({ ...port, default: value } as Widget)
}
