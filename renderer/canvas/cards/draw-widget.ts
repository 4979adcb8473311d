import type { Json } from '../../../graph/json.ts'
import type { Widget } from '../../../graph/node.ts'
import { drawingOf } from '../../drawing/known-drawings.ts'
import { thumbnailOf } from '../../drawing/surface/thumbnail.ts'
import { isSlider } from '../../widgets/numbers/number-values.ts'
import type { CardNode } from './card-node.ts'
import { fitText, textWidth, wrapText } from './fit-text.ts'
import type { Look } from './look.ts'
import { isMultiline, type WidgetPlace } from './widget-rows.ts'

/**
 * One widget on a card: its name on the left, its value on the right.
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
  context.globalAlpha *= place.wired ? wiredAlpha : 1
  context.beginPath()
  context.roundRect(...place.rect, 5)
  context.fillStyle = place.part === 'upload' || place.part === 'draw' ? look.raised2 : look.panel
  context.fill()
  context.lineWidth = 1
  context.strokeStyle = look.edge
  context.stroke()
  if (isDrawn) drawFace(context, look, card, place)
  if (place.wired) context.globalAlpha /= wiredAlpha
}

const wiredAlpha = 0.45

function drawFace(context: CanvasRenderingContext2D, look: Look, card: CardNode, place: WidgetPlace): void {
  const { name, port, part, rect } = place
  const value = card.values.values[name]
  if (part === 'control') drawPair(context, look, rect, 'after run', card.values.controls[name] ?? 'randomize')
  else if (part === 'upload') drawButton(context, look, rect, 'Choose a picture…')
  else if (part === 'draw') drawButton(context, look, rect, 'Draw…')
  else if (port.kind === 'drawing') drawThumbnail(context, look, String(value ?? ''), rect)
  else if (isMultiline(port)) drawText(context, look, String(value ?? ''), rect)
  else {
    if (port.kind === 'float' || port.kind === 'int') drawShare(context, look, port, Number(value), rect)
    drawPair(context, look, rect, name, faceOf(port, value))
  }
}

function drawPair(
  context: CanvasRenderingContext2D,
  look: Look,
  [x, y, w, h]: WidgetPlace['rect'],
  label: string,
  value: string,
): void {
  context.font = `11px ${look.font}`
  context.textBaseline = 'middle'
  const middle = y + h / 2 + 0.5
  const labelWidth = Math.min(textWidth(context, label), w * 0.5)
  context.textAlign = 'right'
  context.fillStyle = look.ink
  context.fillText(fitText(context, value, w - labelWidth - 26), x + w - 8, middle)
  context.textAlign = 'left'
  context.fillStyle = look.ink2
  context.fillText(fitText(context, label, labelWidth + 1), x + 8, middle)
}

function drawButton(
  context: CanvasRenderingContext2D,
  look: Look,
  [x, y, w, h]: WidgetPlace['rect'],
  title: string,
): void {
  context.font = `11px ${look.font}`
  context.textBaseline = 'middle'
  context.textAlign = 'center'
  context.fillStyle = look.ink2
  context.fillText(title, x + w / 2, y + h / 2 + 0.5)
}

function drawText(
  context: CanvasRenderingContext2D,
  look: Look,
  text: string,
  [x, y, w, h]: WidgetPlace['rect'],
): void {
  context.font = `12px ${look.font}`
  context.textBaseline = 'top'
  context.textAlign = 'left'
  context.fillStyle = text === '' ? look.ink3 : look.ink
  const lines = wrapText(context, text === '' ? 'Type a prompt…' : text, w - 16, Math.max(1, Math.floor((h - 8) / 17)))
  for (const [i, line] of lines.entries()) context.fillText(line, x + 8, y + 7 + i * 17)
}

/** A drawing, as large as fits into the row. */
function drawThumbnail(
  context: CanvasRenderingContext2D,
  look: Look,
  text: string,
  [x, y, w, h]: WidgetPlace['rect'],
): void {
  const found = drawingOf(text)
  if ('why' in found) {
    context.font = `11px ${look.font}`
    context.textBaseline = 'middle'
    context.textAlign = 'center'
    context.fillStyle = look.bad
    context.fillText(fitText(context, found.why, w - 16), x + w / 2, y + h / 2)
    return
  }
  const small = thumbnailOf(found.drawing, 'card')
  const scale = Math.min((w - 8) / small.width, (h - 8) / small.height)
  const [sw, sh] = [small.width * scale, small.height * scale]
  context.drawImage(small, x + (w - sw) / 2, y + (h - sh) / 2, sw, sh)
}

/** Where a number is between its limits, for a number with a slider. */
function drawShare(
  context: CanvasRenderingContext2D,
  look: Look,
  port: Extract<Widget, { kind: 'int' | 'float' }>,
  value: number,
  [x, y, w, h]: WidgetPlace['rect'],
): void {
  if (!isSlider(port) || !(value > port.min)) return
  const share = Math.min(1, (value - port.min) / (port.max - port.min))
  context.save()
  context.beginPath()
  context.roundRect(x, y, w, h, 5)
  context.clip()
  context.globalAlpha *= 0.22
  context.fillStyle = look.accent
  context.fillRect(x, y, w * share, h)
  context.restore()
}

/** A value as its widget shows it. */
function faceOf(port: Widget, value: Json | undefined): string {
  if (value === undefined || value === null) return port.kind === 'file' ? 'choose…' : ''
  if (port.kind === 'toggle') return value === true ? 'on' : 'off'
  if (port.kind === 'float') return numberFace(Number(value), port.step)
  if (port.kind === 'file') return String(value).replace(/\.(safetensors|sft)$/i, '')
  return String(value)
}

/** As many decimals as the step has, but never fewer than the value needs. */
function numberFace(value: number, step: number): string {
  const decimals = Math.min(6, (String(step).split('.')[1] ?? '').length)
  const fixed = value.toFixed(Math.max(decimals, 1))
  return Number(fixed) === value ? fixed : String(value)
}
