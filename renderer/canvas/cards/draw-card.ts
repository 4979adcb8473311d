import type { NodeProgress } from '../../studio/runs.ts'
import { type Brush, type CardState, colorOf, frameOf, radius } from './card-brush.ts'
import type { CardNode } from './card-node.ts'
import { drawPicture, drawPreview } from './draw-card-picture.ts'
import { drawTitle } from './draw-card-title.ts'
import { drawSocket } from './draw-socket.ts'
import { drawWidget } from './draw-widget.ts'
import { fitText } from './fit-text.ts'
import type { Look } from './look.ts'

/** A node's card; the context's origin is the top left corner of its body. */
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
    drawPicture(brush, card)
  }
  if (card.layout.collapsed && scale > 0.3) drawCollapsedSockets(brush, card)
  drawProgress(brush, card, state.progress)
  if (state.isUnfinished && !card.layout.picture) drawPreview(brush, card)
  context.restore()
}

function drawBody({ context, look, scale }: Brush, card: CardNode, state: CardState): void {
  const [x, y, w, h] = frameOf(card)
  const corner = scale < 0.2 ? 0 : radius
  if (scale > 0.45) {
    context.shadowColor = look.isLight ? '#10182826' : '#00000066'
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

/** The document's own colour for the node, else the theme's; bypassed nodes are violet, as ComfyUI's. */
function bodyColor(card: CardNode, look: Look): string {
  if (card.node.mode === 4) return look.isLight ? '#e9dcff' : '#3b2f5c'
  const own = colorOf(card.node, 'bgcolor')
  if (own === null) return look.raised
  // ComfyUI's node colours are made for a dark canvas.
  return look.isLight ? `color-mix(in srgb, ${own} 30%, ${look.raised})` : own
}

/** A node this program does not have is kept, hatched. */
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

function drawSockets({ context, look }: Brush, card: CardNode, { target }: CardState): void {
  context.font = `12px ${look.font}`
  context.textBaseline = 'middle'
  const half = card.layout.size[0] / 2
  const isReroute = card.node.type === 'Reroute'
  for (const input of card.layout.inputs) {
    const lit = target?.side === 'input' && target.name === input.name
    if (input.widget !== null && input.link === null && !lit) continue
    drawSocket(context, look, { type: input.type, at: input.at, wired: input.link !== null, lit })
    if (input.widget !== null || isReroute) continue
    context.textAlign = 'left'
    context.fillStyle = input.optional && input.link === null ? look.ink3 : look.ink2
    context.fillText(fitText(context, input.label, half + 20), input.at[0] + 12, input.at[1])
  }
  for (const output of card.layout.outputs) {
    const lit = target?.side === 'output' && target.name === output.name
    drawSocket(context, look, { type: output.type, at: output.at, wired: true, lit })
    if (isReroute) continue
    context.textAlign = 'right'
    context.fillStyle = look.ink2
    context.fillText(fitText(context, output.label.toLowerCase(), half), output.at[0] - 12, output.at[1])
  }
  // A row of the widget that a dragged wire would go to lights up as a whole.
  if (target?.side === 'input') highlightRow(context, look, card, target.name)
}

function highlightRow(context: CanvasRenderingContext2D, look: Look, card: CardNode, name: string): void {
  const row = card.layout.widgets.find(widget => widget.name === name && widget.part === 'value')
  if (!row) return
  context.beginPath()
  context.roundRect(...row.rect, 5)
  context.strokeStyle = look.accent
  context.lineWidth = 2
  context.stroke()
}

function drawWidgets({ context, look, scale }: Brush, card: CardNode, { editing }: CardState): void {
  if (scale < 0.36) drawBars(context, look, card)
  else
    for (const place of card.layout.widgets)
      drawWidget(context, look, card, place, !(editing === place.name && place.part === 'value'))
}

/** From afar a widget is a bar. */
function drawBars(context: CanvasRenderingContext2D, look: Look, card: CardNode): void {
  context.fillStyle = look.panel
  for (const { rect } of card.layout.widgets) context.fillRect(...rect)
}

function drawCollapsedSockets({ context, look }: Brush, card: CardNode): void {
  const wiredIn = card.layout.inputs.find(({ link }) => link !== null)
  if (wiredIn) drawSocket(context, look, { ...wiredIn, wired: true })
  const output = card.layout.outputs[0]
  if (output) drawSocket(context, look, { ...output, wired: true })
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
