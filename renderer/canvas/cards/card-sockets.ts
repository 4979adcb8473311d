import type { NodeSpec } from '../../../graph/node.ts'
import { isWidget, wireType } from '../../../graph/port-types.ts'
import { withoutSpare } from '../../../graph/ports/growing.ts'
import { inputLabel } from '../../../graph/ports/input-label.ts'
import type { WorkflowNode } from '../../../graph/workflow.ts'
import type { Point } from '../../studio/canvas-view.ts'

export interface SocketPlace {
  readonly name: string
  readonly label: string
  readonly type: string
  readonly at: Point
  readonly optional: boolean
  /** The widget in whose row it lies. */
  readonly widget: string | null
  readonly link: string | null
}

/** A socket of a card, before its place is known. */
export type Unplaced = Omit<SocketPlace, 'at'>

/** The inputs that a document lists, then those of the definition that it does not list. */
export function socketsOf(node: WorkflowNode, spec: NodeSpec | undefined): readonly Unplaced[] {
  const listed = (node.inputs ?? []).map((input): Unplaced => {
    const port = spec?.inputs[input.name]
    const widget = input.widget || (port && isWidget(port)) ? (input.widget?.name ?? input.name) : null
    return {
      name: input.name,
      label: labelOf(input) ?? inputLabel(spec, input.name),
      type: port ? wireType(port) : typeof input.type === 'string' ? input.type : '*',
      optional: port?.optional === true,
      // A widget that the definition does not have has no row to lie in.
      widget: widget !== null && spec?.inputs[widget] ? widget : null,
      link: input.link === null || input.link === undefined ? null : String(input.link),
    }
  })
  const names = new Set(listed.map(({ name }) => name))
  const wired = new Set(listed.flatMap(({ name, link }) => (link === null ? [] : [name])))
  const shown = withoutSpare(Object.entries(spec?.inputs ?? {}), name => wired.has(name))
  const missing = shown.filter(([name, port]) => !names.has(name) && !isWidget(port))
  const added = missing.map(([name, port]): Unplaced => {
    const optional = port.optional === true
    return { name, label: inputLabel(spec, name), type: wireType(port), optional, widget: null, link: null }
  })
  return [...listed, ...added]
}

/** The outputs that a document lists, else those of the definition. */
export function outputsOf(node: WorkflowNode, spec: NodeSpec | undefined): readonly Unplaced[] {
  const listed = node.outputs ?? Object.entries(spec?.outputs ?? {}).map(([name, { type }]) => ({ name, type }))
  const names = Object.keys(spec?.outputs ?? {})
  return listed.map((output, i) => {
    const name = output.name ?? names[i] ?? String(i)
    const type = typeof output.type === 'string' ? output.type : '*'
    return { name, label: labelOf(output) ?? name, type, optional: false, widget: null, link: null }
  })
}

/** The name that a person gave a socket. */
const labelOf = (slot: object): string | undefined => {
  const label: unknown = 'label' in slot ? slot.label : undefined
  return typeof label === 'string' && label !== '' ? label : undefined
}
