import type { CardNode } from './card-node.ts'
import type { Look } from './look.ts'
import type { WidgetPlace } from './widget-rows.ts'

/**
 * One row of a widget on a card.
 *
 * @param isDrawn  false while its editor lies over it
 */
export function drawWidget(
  context: CanvasRenderingContext2D,
  look: Look,
  card: CardNode,
  place: WidgetPlace,
  isDrawn: boolean,
): void {
  const { row, rect, wired } = place
  context.globalAlpha *= wired ? wiredAlpha : 1
  context.beginPath()
  context.roundRect(...rect, 5)
  context.fillStyle = row.isButton ? look.raised2 : look.panel
  context.fill()
  context.lineWidth = 1
  context.strokeStyle = look.edge
  context.stroke()
  if (isDrawn) row.draw({ context, look, rect }, card.widget(place))
  if (wired) context.globalAlpha /= wiredAlpha
}

const wiredAlpha = 0.45
