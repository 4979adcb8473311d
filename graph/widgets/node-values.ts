import { isObject, type Json } from '../json.ts'
import type { NodeSpec } from '../node.ts'
import { hasCases } from '../ports/cases.ts'
import type { WorkflowNode } from '../workflow.ts'
import type { SeedControl } from './seed.ts'
import { readWidgetValues, setSeedControl, setWidgetValue } from './widget-values.ts'

/** The parts of a node that hold its values. */
export type NodeValues = Pick<WorkflowNode, 'widgets_values'> & { readonly widgets_values_named?: unknown }

/** The values of a node with one changed, in every place where the file keeps it: recent front ends save them by name, too. */
export const withValue = (spec: NodeSpec, node: NodeValues, name: string, value: Json): NodeValues => ({
  widgets_values: setWidgetValue(spec, node.widgets_values, name, value),
  ...(spec.inputs[name] && hasCases(spec.inputs[name]) ? renamed(spec, node, name, value) : named(node, name, value)),
})

/** The values by name with another option of a choice, and with the values of the inputs that come with it. */
function renamed(
  spec: NodeSpec,
  { widgets_values, widgets_values_named: before }: NodeValues,
  name: string,
  value: Json,
) {
  if (!isObject(before)) return {}
  const { values } = readWidgetValues(spec, setWidgetValue(spec, widgets_values, name, value))
  const kept = Object.entries(before).filter(([each]) => !each.startsWith(`${name}.`))
  const come = Object.entries(values).filter(([each]) => each === name || each.startsWith(`${name}.`))
  return { widgets_values_named: Object.fromEntries([...kept, ...come]) }
}

/** The values of a node with what happens to a seed after a run changed. */
export const withSeedControl = (spec: NodeSpec, node: NodeValues, seed: string, control: SeedControl): NodeValues => ({
  widgets_values: setSeedControl(spec, node.widgets_values, seed, control),
  ...named(node, 'control_after_generate', control),
})

/** The values by name with one changed, where a node has them. */
export const named = ({ widgets_values_named: values }: NodeValues, name: string, value: Json) =>
  isObject(values) ? { widgets_values_named: { ...values, [name]: value } } : {}

/** The values by name with a text in the place of another, for a value whose name is not known. */
export const namedAgain = ({ widgets_values_named: values }: NodeValues, before: Json | undefined, after: Json) =>
  isObject(values)
    ? {
        widgets_values_named: Object.fromEntries(
          Object.entries(values).map(([name, value]) => [name, value === before ? after : value]),
        ),
      }
    : {}
