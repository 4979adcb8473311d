import { useState } from 'react'
import type { Change } from '../../graph/edit/change.ts'
import { setSeedControl, setWidget } from '../../graph/edit/widgets.ts'
import type { Json } from '../../graph/json.ts'
import type { NodeSpec, Widget } from '../../graph/node.ts'
import { isWidget } from '../../graph/port-types.ts'
import { inputLabel } from '../../graph/ports/input-label.ts'
import type { Specs } from '../../graph/prompt.ts'
import type { SeedControl } from '../../graph/widgets/seed.ts'
import { readWidgetValues } from '../../graph/widgets/widget-values.ts'
import { findNode, type WorkflowNode } from '../../graph/workflow.ts'
import { specOf } from '../library/spec-of.ts'
import type { DocumentHandle } from '../studio/document-handle.ts'
import { useActive, useDocument, useStudio } from '../studio/use-studio.ts'

/** One widget of a document, to read and to change. */
export interface WidgetHandle<W extends Widget = Widget> {
  readonly document: DocumentHandle
  readonly node: WorkflowNode
  readonly spec: NodeSpec
  readonly name: string
  /** Its name, or the one that a form gives it. */
  readonly label: string
  readonly port: W
  readonly value: Json | undefined
  readonly control: SeedControl | undefined
  /** A wire sets its value. */
  readonly wired: boolean
  /** All changes of one control are one step to undo. */
  set(value: Json): void
  setControl(control: SeedControl): void
  /** Ends a step to undo: what is set from now on is another one. */
  settle(): void
  /** Takes back what this control changed since the value was `before`; redo brings it again. */
  cancel(before: Json | undefined): void
}

/** @returns null when the document does not have the node or the widget */
export function useWidget(node: string, name: string): WidgetHandle | null {
  const { specs } = useStudio()
  const document = useDocument()
  // Renders again when the document changes.
  useActive(({ present }) => present)
  const [step] = useState<Step>(() => ({ merge: crypto.randomUUID() }))
  return widgetOf(document, specs, { node, name }, step)
}

/** Changes with the same `merge` are one step to undo. */
interface Step {
  merge: string
}

export function widgetOf(
  document: DocumentHandle,
  specs: Specs,
  { node: id, name }: { readonly node: string; readonly name: string },
  step: Step,
): WidgetHandle | null {
  const { present } = document.read()
  const node = findNode(present, id)
  const spec = node && specOf(specs, present, node)
  const port = spec?.inputs[name]
  if (!node || !port || !isWidget(port)) return null
  const { values, controls } = readWidgetValues(spec, node.widgets_values)
  const label = inputLabel(spec, name)
  const change = (command: Change): void => {
    // The node may be deleted while something is typed into its field.
    if (findNode(document.read().present, id)) document.change(`Change ${label}`, command, { merge: step.merge })
  }
  return {
    document,
    node,
    spec,
    name,
    label,
    port,
    value: values[name],
    control: controls[name],
    wired: node.inputs?.some(input => input.name === name && input.link != null) ?? false,
    settle() {
      step.merge = crypto.randomUUID()
    },
    set: value => change(setWidget(spec, node.id, name, value)),
    cancel(before) {
      const isBack = () => valueIn(document, spec, id, name) === before
      if (!isBack() && document.read().undoable === `Change ${label}`) document.undo()
      if (!isBack() && before !== undefined) change(setWidget(spec, node.id, name, before))
    },
    setControl: control => change(setSeedControl(spec, node.id, name, control)),
  }
}

function valueIn(document: DocumentHandle, spec: NodeSpec, id: string, name: string): Json | undefined {
  const node = findNode(document.read().present, id)
  return node && readWidgetValues(spec, node.widgets_values).values[name]
}
