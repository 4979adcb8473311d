import type { Widget } from '../../../graph/node.ts'
import type { Rect } from '../../studio/canvas-view.ts'
import type { CardRow } from '../../widgets/widget-view.ts'
import { viewOf } from '../../widgets/widget-views.ts'
import { widgetGap, widgetHeight, widgetMargin } from '../geometry.ts'

/** Where the rows of a card's widgets lie, and how high they are. Heights are in graph units. */

export interface WidgetPlace {
  readonly name: string
  readonly port: Widget
  readonly row: CardRow<Widget>
  readonly rect: Rect
  /** A wire gives the value. */
  readonly wired: boolean
}

type Named = readonly [name: string, port: Widget]

const rowsIn = (widgets: readonly Named[]) =>
  widgets.flatMap(([name, port]) =>
    viewOf(port)
      .rows(port)
      .map(row => ({ name, port, row })),
  )

/** All rows at their smallest, with the gaps below them. */
export const rowsHeight = (widgets: readonly Named[]): number =>
  rowsIn(widgets).reduce((sum, { row }) => sum + (row.height ?? widgetHeight) + widgetGap, 0)

/** @param spare  what the card has to spare in height: prompts and drawings share it */
export function placeWidgets(
  widgets: readonly Named[],
  { top, width, spare, wired }: { top: number; width: number; spare: number; wired: ReadonlySet<string | null> },
): readonly WidgetPlace[] {
  const rows = rowsIn(widgets)
  const elastic = rows.filter(({ row }) => row.isElastic).length
  let y = top
  return rows.map(({ name, port, row }) => {
    const height = (row.height ?? widgetHeight) + (row.isElastic ? Math.max(0, spare) / elastic : 0)
    const rect: Rect = [widgetMargin, y, width - 2 * widgetMargin, height]
    y += height + widgetGap
    return { name, port, row, rect, wired: wired.has(name) }
  })
}

/** Of a card whose document does not say how wide it is. */
export const defaultWidth = (widgets: readonly Named[]): number =>
  widgets.reduce((most, [, port]) => Math.max(most, viewOf(port).cardWidth?.(port) ?? 0), 270)
