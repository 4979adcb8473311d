import { type AxisPlace, axisPlace, compareWidget } from '../../graph/compare/compare-widget.ts'
import { writeAxis, writeValues } from '../../graph/compare/notation.ts'
import { suggestValues } from '../../graph/compare/suggest.ts'
import { groupName } from '../../graph/conversion/group-face.ts'
import { promotedInside } from '../../graph/conversion/promoted.ts'
import { nextNodeId } from '../../graph/edit/ids.ts'
import type { Json } from '../../graph/json.ts'
import type { Widget } from '../../graph/node.ts'
import { isWidget } from '../../graph/port-types.ts'
import { isFile } from '../../graph/widgets/file.ts'
import { kindOf } from '../../graph/widgets/widget-kinds.ts'
import { readWidgetValues } from '../../graph/widgets/widget-values.ts'
import { subgraphsOf, type Workflow, type WorkflowNode } from '../../graph/workflow.ts'
import { specOf } from '../library/spec-of.ts'
import type { DocumentHandle } from '../studio/document-handle.ts'
import { selectNodes } from '../studio/selection.ts'
import type { Studio } from '../studio/studio.ts'

/** A widget whose values can be compared, with what it says now. */
export interface Comparable {
  readonly node: string
  readonly title: string
  readonly widget: string
  /** What an axis names: the same, or for an instance of a subgraph the widget inside it. */
  readonly named: { readonly node: string; readonly widget: string }
  readonly port: Widget
  readonly value: Json
}

/** The widgets of a node that no wire feeds. */
export function comparablesOf({ specs }: Studio, present: Workflow, node: WorkflowNode): readonly Comparable[] {
  const spec = specOf(specs, present, node)
  if (!spec || groupName(node.type) !== undefined) return []
  const { values } = readWidgetValues(spec, node.widgets_values)
  const title = node.title ?? spec.title
  const definition = present.definitions && subgraphsOf(present).get(node.type)
  return Object.entries(spec.inputs).flatMap(([widget, port]) => {
    const isWired = node.inputs?.some(({ name, link }) => name === widget && link != null)
    if (!isWidget(port) || !kindOf(port).series || isWired) return []
    const own = { node: String(node.id), widget }
    const named = definition ? promotedInside(node, definition, widget) : own
    return named ? [{ ...own, named, title, port, value: values[widget] ?? null }] : []
  })
}

/** The axis that compares it, with values to begin with. */
export function axisOf({ files }: Studio, { named, title, widget, port, value }: Comparable): string {
  const { names } = files.getState()
  const inFolder = isFile(port) ? (names[port.folder] ?? []) : []
  return writeAxis(named.node, title, named.widget, writeValues(suggestValues(widget, port, value, inFolder)))
}

/** Where it would be compared; null where the node leads to no picture. */
export const placeOf = ({ specs }: Studio, present: Workflow, { node, named }: Comparable): AxisPlace | null =>
  axisPlace(present, specs, node, named.widget, named.node)

/** Adds the axis, and a grid where there is none, and shows it with its settings. @throws Error where there is no picture */
export function compareValues(studio: Studio, document: DocumentHandle, comparable: Comparable): void {
  const { canvas, layout, specs } = studio
  const { present } = document.read()
  const place = placeOf(studio, present, comparable)
  if (!place) throw new Error(`${comparable.title} does not lead to a picture, so there is nothing to compare.`)
  const grid = place.kind === 'grid' ? place.grid : String(nextNodeId(present))
  document.change(`Compare ${comparable.widget}`, compareWidget(place, axisOf(studio, comparable), specs))
  document.select(selectNodes([grid]))
  layout.store.setState({ inspector: true })
  canvas.current?.keepInView(grid)
}
