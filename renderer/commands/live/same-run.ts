import type { Workflow, WorkflowNode } from '../../../graph/workflow.ts'

/** Do both documents make the same picture? Moving, colouring and collapsing nodes does not change it. */
export const isSameRun = (a: Workflow, b: Workflow): boolean =>
  a === b ||
  (a.nodes.length === b.nodes.length &&
    a.nodes.every((node, i) => isSameNode(node, b.nodes[i]!)) &&
    (a.links === b.links || textOf(a.links) === textOf(b.links)))

/** Documents share the nodes that an edit left alone. */
const isSameNode = (a: WorkflowNode, b: WorkflowNode): boolean => a === b || textOf(essence(a)) === textOf(essence(b))

const essence = ({ id, type, mode, inputs, widgets_values }: WorkflowNode) => [id, type, mode, inputs, widgets_values]

const textOf = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) => (typeof part === 'bigint' ? String(part) : part)) ?? ''
