import type { NodeProgress } from '../studio/runs.ts'
import { seconds, timeLeft } from '../widgets/durations.ts'
import { type CardNode, titleOf } from './card-node.ts'
import { drawSocket } from './draw-socket.ts'
import { drawWidget } from './draw-widget.ts'
import { fitText, textWidth } from './fit-text.ts'
import { titleHeight } from './geometry.ts'
import type { Look } from './look.ts'

/** What the window knows of a node beyond the document. */
export interface CardState {
  readonly selected: boolean
  readonly hovered: boolean
  readonly progress: NodeProgress | undefined
  /** It is working on a picture, or has handed one on that is not developed yet. */
  readonly isUnfinished: boolean
  /** A sentence when the last run failed here. */
  readonly error: string | null
  /** The widget that is being edited: its editor lies over it. */
  readonly editing: string | null
  /** The input or output a dragged wire would go to, and whether the rest would refuse it. */
  readonly target: { readonly side: 'input' | 'output'; readonly name: string } | null
  readonly refusing: boolean
}

export interface Brush {
  readonly context: CanvasRenderingContext2D
  readonly look: Look
  readonly scale: number
  /** The picture at an address, once it is here. */
  picture(card: CardNode): CanvasImageSource | null
}

const radius = 9

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

/** x, y, width, height with the title, relative to the body. */
function frameOf(card: CardNode): readonly [number, number, number, number] {
  const [x, y, w, h] = card.bounds
  return [x - card.pos[0]!, y - card.pos[1]!, w, h]
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

const colorOf = (node: object, key: string): string | null => {
  const value: unknown = (node as Readonly<Record<string, unknown>>)[key]
  return typeof value === 'string' && /^(#[0-9a-f]{3,8}|[a-z]+)$/i.test(value) ? value : null
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

function drawTitle({ context, look, scale }: Brush, card: CardNode, { progress, error }: CardState): void {
  if (card.node.type === 'Reroute') return
  const [x, y, w] = frameOf(card)
  const own = colorOf(card.node, 'color')
  if (own !== null && !card.layout.collapsed) {
    context.beginPath()
    context.roundRect(x + 0.5, y + 0.5, w - 1, titleHeight - 1, [radius, radius, 0, 0])
    context.fillStyle = look.isLight ? `color-mix(in srgb, ${own} 45%, ${look.raised})` : own
    context.fill()
  }
  if (!card.layout.collapsed && scale > 0.3) {
    context.fillStyle = look.edge
    context.fillRect(x, y + titleHeight - 1, w, 1)
  }
  const right = scale > 0.3 ? drawTag(context, look, tagOf(card, progress, error), x + w - 12, y + titleHeight / 2) : 0
  context.font = `600 ${scale < 0.3 ? 18 : 13}px ${look.font}`
  context.textAlign = 'left'
  context.textBaseline = 'middle'
  context.fillStyle = card.spec || card.node.type === 'Reroute' ? look.ink : look.warn
  const title = titleOf(card.node, card.spec)
  context.fillText(fitText(context, title, w - right - 26), x + 12, y + titleHeight / 2)
}

interface Tag {
  readonly text: string
  readonly color: 'ink3' | 'good' | 'bad' | 'warn'
}

/** What stands small on the right of the title. */
function tagOf(card: CardNode, progress: NodeProgress | undefined, error: string | null): Tag | null {
  if (error !== null) return { text: 'error', color: 'bad' }
  if (!card.spec) return { text: 'not installed', color: 'warn' }
  if (card.node.mode === 2) return { text: 'muted', color: 'ink3' }
  if (card.node.mode === 4) return { text: 'bypassed', color: 'ink3' }
  if (progress?.state === 'running') return { text: runningText(progress), color: 'good' }
  if (progress?.state === 'done' && progress.ms !== null && progress.ms > 50)
    return { text: seconds(progress.ms / 1000), color: 'ink3' }
  if (card.flags.pinned) return { text: 'pinned', color: 'ink3' }
  return null
}

const runningText = ({ step, of, secondsLeft }: NodeProgress): string =>
  of === 0
    ? 'running'
    : `step ${step} of ${of}${secondsLeft !== null && secondsLeft > 0.5 ? ` · ${timeLeft(secondsLeft)}` : ''}`

/** @returns the width it takes */
function drawTag(context: CanvasRenderingContext2D, look: Look, tag: Tag | null, right: number, y: number): number {
  if (!tag) return 0
  context.font = `11px ${look.font}`
  context.textAlign = 'right'
  context.textBaseline = 'middle'
  context.fillStyle = look[tag.color]
  context.fillText(tag.text, right, y + 0.5)
  return textWidth(context, tag.text) + 8
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

function drawPicture({ context, look, picture }: Brush, card: CardNode): void {
  const place = card.layout.picture
  if (!place) return
  const [x, y, w, h] = place
  context.save()
  context.beginPath()
  context.roundRect(x, y, w, h, 6)
  context.fillStyle = look.panel
  context.fill()
  context.clip()
  const image = picture(card)
  if (image && 'width' in image) {
    const [iw, ih] = [Number(image.width), Number(image.height)]
    const fit = Math.min(w / iw, h / ih)
    context.imageSmoothingEnabled = fit * iw < 2 * iw
    context.drawImage(image, x + (w - iw * fit) / 2, y + (h - ih * fit) / 2, iw * fit, ih * fit)
  } else drawEmptyPicture(context, look, place)
  context.restore()
  if (card.pictures.length > 1) drawCount(context, look, card.pictures.length, x + w - 8, y + 8)
}

function drawEmptyPicture(
  context: CanvasRenderingContext2D,
  look: Look,
  [x, y, w, h]: readonly [number, number, number, number],
): void {
  context.font = `11px ${look.font}`
  context.textAlign = 'center'
  context.textBaseline = 'middle'
  context.fillStyle = look.ink3
  context.fillText('no picture yet', x + w / 2, y + h / 2)
}

function drawCount(context: CanvasRenderingContext2D, look: Look, count: number, right: number, top: number): void {
  context.font = `600 11px ${look.font}`
  context.textAlign = 'right'
  context.textBaseline = 'top'
  const width = textWidth(context, String(count)) + 12
  context.beginPath()
  context.roundRect(right - width, top, width, 18, 9)
  context.fillStyle = '#000a'
  context.fill()
  context.fillStyle = '#fff'
  context.fillText(String(count), right - 6, top + 4)
}

/** The unfinished picture hangs below the sampler that works on it. */
function drawPreview({ context, look, picture }: Brush, card: CardNode): void {
  const image = picture(card)
  if (!image || !('width' in image)) return
  const [x, y, w, h] = frameOf(card)
  const height = (w * Number(image.height)) / Number(image.width)
  context.save()
  context.beginPath()
  context.roundRect(x, y + h + 8, w, height, radius)
  context.strokeStyle = look.edgeStrong
  context.lineWidth = 2
  context.stroke()
  context.clip()
  context.drawImage(image, x, y + h + 8, w, height)
  context.restore()
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
