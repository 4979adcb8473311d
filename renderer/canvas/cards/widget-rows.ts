import type { NodeSpec, Port, Widget } from '../../../graph/node.ts'
import { isWidget } from '../../../graph/port-types.ts'
import type { Rect } from '../../studio/canvas-view.ts'
import { widgetGap, widgetHeight, widgetMargin } from '../geometry.ts'

/** Where the rows of a card's widgets lie, and how high they are. Heights are in graph units. */

export interface WidgetPlace {
  readonly name: string
  readonly port: Widget
  /** `control`: what happens to a seed after a run; `upload`, `draw`: the button below a file, below a drawing. */
  readonly part: 'value' | 'control' | 'upload' | 'draw'
  readonly rect: Rect
  /** A wire gives the value. */
  readonly wired: boolean
}

export type Named = readonly [name: string, port: Widget]

const textHeight = 60
const drawingHeight = 150

export const widgetsIn = (spec: NodeSpec | undefined): readonly Named[] =>
  Object.entries(spec?.inputs ?? {}).filter((entry): entry is [string, Widget] => isWidget(entry[1]))

/** All rows at their smallest, with the gaps below them. */
export const rowsHeight = (widgets: readonly Named[]): number =>
  widgets.reduce(
    (sum, [, port]) => sum + heightOf(port) + widgetGap + (secondRow(port) ? widgetHeight + widgetGap : 0),
    0,
  )

/** @param spare  what the card has to spare in height: prompts and drawings share it */
export function placeWidgets(
  widgets: readonly Named[],
  { top, width, spare, wired }: { top: number; width: number; spare: number; wired: ReadonlySet<string | null> },
): readonly WidgetPlace[] {
  const elastic = widgets.filter(([, port]) => isElastic(port)).length
  const stretch = elastic > 0 ? Math.max(0, spare) / elastic : 0
  const placed: WidgetPlace[] = []
  let y = top
  const place = (name: string, port: Widget, part: WidgetPlace['part'], height: number) => {
    const rect: Rect = [widgetMargin, y, width - 2 * widgetMargin, height]
    placed.push({ name, port, part, rect, wired: wired.has(name) })
    y += height + widgetGap
  }
  for (const [name, port] of widgets) {
    place(name, port, 'value', heightOf(port) + (isElastic(port) ? stretch : 0))
    const second = secondRow(port)
    if (second) place(name, port, second, widgetHeight)
  }
  return placed
}

export const isMultiline = (port: Port): boolean => port.kind === 'text' && port.multiline

const isElastic = (port: Port): boolean => isMultiline(port) || port.kind === 'drawing'

const heightOf = (port: Widget): number =>
  isMultiline(port) ? textHeight : port.kind === 'drawing' ? drawingHeight : widgetHeight

function secondRow(port: Widget): WidgetPlace['part'] | null {
  if (port.kind === 'seed') return 'control'
  if (port.kind === 'drawing') return 'draw'
  return port.kind === 'file' && port.upload ? 'upload' : null
}

/** Of a card whose document does not say how wide it is. */
export const defaultWidth = (widgets: readonly Named[]): number =>
  widgets.some(([, port]) => isMultiline(port)) ? 400 : widgets.some(([, port]) => port.kind === 'file') ? 315 : 270
