import { LGraphNode } from 'litegraph.js/build/litegraph.core.js'
import type { NodeSpec, Widget } from '../../../graph/node.ts'
import { widgetsIn } from '../../../graph/port-types.ts'
import { inputLabel } from '../../../graph/ports/input-label.ts'
import { readWidgetValues, type WidgetValues } from '../../../graph/widgets/widget-values.ts'
import { pointOf, type WorkflowNode } from '../../../graph/workflow.ts'
import type { Picture } from '../../../runtime/contract/run-event.ts'
import type { Point, Rect } from '../../studio/canvas-view.ts'
import type { CardWidget } from '../../widgets/widget-view.ts'
import { viewOf } from '../../widgets/widget-views.ts'
import { boundsOf, type CardLayout, collapsedWidth, layoutCard } from './card-layout.ts'
import type { WidgetPlace } from './widget-rows.ts'

/** A node of the document as litegraph draws it. A node that changes gets a new card. */
export class CardNode extends LGraphNode {
  readonly node: WorkflowNode
  readonly spec: NodeSpec | undefined
  readonly layout: CardLayout
  readonly pictures: readonly Picture[]
  #values: WidgetValues | undefined

  constructor(node: WorkflowNode, spec: NodeSpec | undefined, pictures: readonly Picture[]) {
    super(titleOf(node, spec))
    this.node = node
    this.spec = spec
    this.pictures = pictures
    this.layout = layoutCard(node, spec, picturesOf(spec, pictures))
    this.id = String(node.id)
    this.pos = [...pointOf(node.pos)]
    this.size = [...this.layout.size]
    this.flags = { collapsed: this.layout.collapsed, pinned: node.flags?.pinned === true }
    this._collapsed_width = collapsedWidth(node)
    this.inputs = this.layout.inputs.map(({ name, type, link }) => ({ name, type, link }))
    this.outputs = this.layout.outputs.map(({ name, type }) => ({ name, type, links: [] }))
  }

  /** The values of its widgets, read once. */
  get values(): WidgetValues {
    this.#values ??= this.spec ? readWidgetValues(this.spec, this.node.widgets_values) : { values: {}, controls: {} }
    return this.#values
  }

  /** The widget in a row, with its value. */
  widget({ name, port }: Pick<WidgetPlace, 'name' | 'port'>): CardWidget<Widget> {
    const { values, controls } = this.values
    return { name, label: inputLabel(this.spec, name), port, value: values[name], control: controls[name] }
  }

  get bounds(): Rect {
    return boundsOf([this.pos[0]!, this.pos[1]!], this.layout, this.node)
  }

  /** In graph units. */
  override getConnectionPos(isInput: boolean, slot: number, out: [number, number] | Float32Array = [0, 0]) {
    const at: Point = (isInput ? this.layout.inputs : this.layout.outputs)[slot]?.at ?? [0, 0]
    out[0] = this.pos[0]! + at[0]
    out[1] = this.pos[1]! + at[1]
    return out
  }

  override getBounding(out = new Float32Array(4), outer = false): Float32Array {
    const margin = outer ? 8 : 0
    const [x, y, w, h] = this.bounds
    out.set([x - margin, y - margin, w + 2 * margin, h + 2 * margin])
    return out
  }
}

export const titleOf = (node: WorkflowNode, spec: NodeSpec | undefined): string =>
  node.title ?? spec?.title ?? node.type

/** Pictures are shown on nodes that have some, or will, and on those with a widget that names one, such as LoadImage. */
function picturesOf(spec: NodeSpec | undefined, pictures: readonly Picture[]): 'shown' | 'expected' | 'none' {
  const loads = widgetsIn(spec).some(([, port]) => viewOf(port).picture?.(port, undefined) !== undefined)
  return pictures.length > 0 || loads ? 'shown' : spec?.isOutput ? 'expected' : 'none'
}
