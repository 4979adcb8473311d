import type { NodeProgress } from '../../studio/run-view.ts'
import { type Brush, type CardState, colorOf, frameOf, radius } from './card-brush.ts'
import type { CardNode } from './card-node.ts'
import { drawPicture } from './draw-card-picture.ts'
import { drawTitle } from './draw-card-title.ts'
import { drawCollapsedSockets, drawSockets } from './draw-sockets.ts'
import type { Look } from './look.ts'
import type { WidgetPlace } from './widget-rows.ts'

/** The card of a node; the origin of the context is the top left corner of the card's body. */
export function drawCard(brush: Brush, card: CardNode, state: CardState): void {
  const { context, scale } = brush
  const { mode } = card.node
  context.save()
  context.globalAlpha = (mode === 2 ? 0.4 : mode === 4 ? 0.6 : 1) * (state.refusing ? 0.35 : 1)
  drawBody(brush, card, state)
  if (scale > 0.12) drawTitle(brush, card, state)
  if (!card.layout.collapsed && scale > 0.3) {
    drawSockets(brush, card, state)
    drawWidgets(brush, card, state)
    drawPicture(brush, card, state.exactFollows)
  }
  if (card.layout.collapsed && scale > 0.3) drawCollapsedSockets(brush, card)
  drawProgress(brush, card, state.progress)
  context.restore()
}

function drawBody({ context, look, scale }: Brush, card: CardNode, state: CardState): void {
  const [x, y, w, h] = frameOf(card)
  const corner = scale < 0.2 ? 0 : radius
  if (scale > 0.45) {
    context.shadowColor = look.cardShadow
    context.shadowBlur = 14 * scale
    context.shadowOffsetY = 4 * scale
  }
  context.beginPath()
  context.roundRect(x, y, w, h, corner)
  context.fillStyle = bodyColor(card, look)
  context.fill()
  context.shadowColor = 'transparent'
  const outline = outlineOf(state, look)
  context.lineWidth = outline ? Math.max(2, 1.5 / scale) : 1
  context.strokeStyle = outline ?? (state.hovered ? look.edgeStrong : look.edge)
  context.stroke()
  if (!card.spec && card.node.type !== 'Reroute') drawUnknown(context, look, [x, y, w, h], corner)
}

const outlineOf = ({ error, progress, selected }: CardState, look: Look): string | null =>
  error !== null ? look.bad : selected ? look.accent : progress?.state === 'running' ? look.good : null

/** The colour that the document gives the node, else the theme's; a bypassed node is violet, as in ComfyUI. */
function bodyColor(card: CardNode, look: Look): string {
  if (card.node.mode === 4) return look.bypassed
  const own = colorOf(card.node, 'bgcolor')
  if (own === null) return look.raised
  // ComfyUI's node colours are made for a dark canvas.
  return look.isLight ? `color-mix(in srgb, ${own} 30%, ${look.raised})` : own
}

/** A node that is not installed is kept, and hatched. */
function drawUnknown(
  context: CanvasRenderingContext2D,
  look: Look,
  [x, y, w, h]: readonly [number, number, number, number],
  corner: number,
): void {
  context.save()
  context.beginPath()
  context.roundRect(x, y, w, h, corner)
  context.clip()
  context.strokeStyle = look.warn
  context.globalAlpha *= 0.25
  context.lineWidth = 2
  context.beginPath()
  for (let at = x - h; at < x + w; at += 16) {
    context.moveTo(at, y + h)
    context.lineTo(at + h, y)
  }
  context.stroke()
  context.restore()
}

function drawWidgets({ context, look, scale }: Brush, card: CardNode, { editing }: CardState): void {
  if (scale < 0.36) drawBars(context, look, card)
  else
    for (const place of card.layout.widgets)
      drawWidget(context, look, card, place, editing !== place.name || !isCovered(place))
}

/** Whether the editor of a row lies over it; a list hangs below. */
const isCovered = ({ row }: WidgetPlace): boolean => row.part === 'value' && row.editor?.shape !== 'list'

/**
 * One row of a widget on a card.
 *
 * @param isDrawn  false while its editor lies over it
 */
function drawWidget(
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

/** When zoomed out, widgets are bars. */
function drawBars(context: CanvasRenderingContext2D, look: Look, card: CardNode): void {
  context.fillStyle = look.panel
  for (const { rect } of card.layout.widgets) context.fillRect(...rect)
}

function drawProgress({ context, look }: Brush, card: CardNode, progress: NodeProgress | undefined): void {
  if (progress?.state !== 'running') return
  const [x, y, w, h] = frameOf(card)
  const share = progress.of > 0 ? progress.step / progress.of : 0.08
  context.save()
  context.beginPath()
  context.roundRect(x, y, w, h, radius)
  context.clip()
  context.fillStyle = look.edge
  context.fillRect(x, y + h - 4, w, 4)
  context.fillStyle = look.accent
  context.fillRect(x, y + h - 4, w * share, 4)
  context.restore()
}
