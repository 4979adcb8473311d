import { useRef } from 'react'
import { setSeedControl, setWidget } from '../../graph/edit/widgets.ts'
import type { Json } from '../../graph/json.ts'
import type { NodeSpec, Widget } from '../../graph/node.ts'
import { isWidget } from '../../graph/port-types.ts'
import type { SeedControl } from '../../graph/widgets/seed.ts'
import { readWidgetValues } from '../../graph/widgets/widget-values.ts'
import type { WorkflowNode } from '../../graph/workflow.ts'
import { specOf } from '../library/spec-of.ts'
import type { DocumentHandle } from '../studio/document-handle.ts'
import { useActive, useDocument, useStudio } from '../studio/use-studio.ts'

/** One widget of a document, to read and to change. */
export interface WidgetHandle {
  readonly document: DocumentHandle
  readonly node: WorkflowNode
  readonly spec: NodeSpec
  readonly name: string
  /** What it is called where it stands: its name, unless a form says otherwise. */
  readonly label: string
  readonly port: Widget
  readonly value: Json | undefined
  readonly control: SeedControl | undefined
  /** A wire gives the value. */
  readonly wired: boolean
  /** Every change while a hand rests on the widget is one step to undo. */
  set(value: Json): void
  setControl(control: SeedControl): void
}

/** @returns null when the document has no such node or widget (any more) */
export function useWidget(id: string, name: string): WidgetHandle | null {
  const { specs } = useStudio()
  const document = useDocument()
  const present = useActive(({ present }) => present)
  const node = present?.nodes.find(node => String(node.id) === id)
  const merge = useRef(`edit ${id} ${name} ${crypto.randomUUID()}`)
  const spec = present && node && specOf(specs, present, node)
  const port = spec?.inputs[name]
  if (!node || !spec || !port || !isWidget(port)) return null
  const { values, controls } = readWidgetValues(spec, node.widgets_values)
  const change = { merge: merge.current }
  return {
    document,
    node,
    spec,
    name,
    label: name,
    port,
    value: values[name],
    control: controls[name],
    wired: node.inputs?.some(input => input.name === name && input.link != null) ?? false,
    set: value => void document.change(`Change ${name}`, setWidget(spec, node.id, name, value), change),
    setControl: control => void document.change(`Change ${name}`, setSeedControl(spec, node.id, name, control), change),
  }
}
