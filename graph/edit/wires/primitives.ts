import type { NodeSpec } from '../../node.ts'
import { readWidgetValues } from '../../widgets/widget-values.ts'
import type { WorkflowNode } from '../../workflow.ts'
import type { DraftInput, DraftNode } from '../change.ts'

/** ComfyUI's node that holds one widget's value outside its node, for any number of nodes to share. */
export const isPrimitive = (node: Pick<WorkflowNode, 'type'>): boolean => node.type === 'PrimitiveNode'

/** Whether a primitive is not yet connected to a widget and can take any type. */
export const isFree = (node: WorkflowNode): boolean =>
  isPrimitive(node) && !node.outputs?.some(({ links }) => links && links.length > 0)

/** Gives an unconnected primitive the type and value of the widget it is wired to, and a control if that widget is a seed. */
export function adoptWidget(primitive: DraftNode, target: DraftNode, input: DraftInput, spec?: NodeSpec): void {
  const output = primitive.outputs?.[0]
  if (!output || output.type === input.type) return
  const value = spec ? (readWidgetValues(spec, target.widgets_values).values[input.name] ?? null) : null
  const hasControl = ['INT', 'FLOAT', 'COMBO'].includes(String(input.type))
  Object.assign(output, { name: String(input.type), type: input.type, widget: { name: input.name } })
  primitive.widgets_values = hasControl ? [value, 'fixed'] : [value]
}
