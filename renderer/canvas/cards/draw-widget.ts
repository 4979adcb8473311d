import type { Json } from '../../../graph/json.ts'
import type { Widget } from '../../../graph/node.ts'
import { drawingOf } from '../../drawing/known-drawings.ts'
import { thumbnailOf } from '../../drawing/surface/thumbnail.ts'
import { isSlider } from '../../widgets/numbers/number-values.ts'
import { isMultiline, type WidgetPlace } from './card-layout.ts'
import type { CardNode } from './card-node.ts'
import { fitText, textWidth, wrapText } from './fit-text.ts'
import type { Look } from './look.ts'

/** One widget on a node's face: what it is called on the left, what it says on the right. */
export function drawWidget(
  context: CanvasRenderingContext2D,
  look: Look,
  card: CardNode,
  place: WidgetPlace,
  isDrawn: boolean,
): void {
  const [x, y, w, h] = place.rect
  const { port, name, wired } = place
  context.globalAlpha *= wired ? 0.45 : 1
  context.beginPath()
  context.roundRect(x, y, w, h, 5)
  context.fillStyle = place.part === 'upload' || place.part === 'draw' ? look.raised2 : look.panel
  context.fill()
  context.lineWidth = 1
  context.strokeStyle = look.edge
  context.stroke()
  // The editor of the text lies over it.
  if (isDrawn) drawFace(context, look, card, place)
  if (wired) context.globalAlpha /= 0.45
  function drawFace(...[, , card, { part, rect }]: [CanvasRenderingContext2D, Look, CardNode, WidgetPlace]) {
    const value = card.values.values[name]
    if (part === 'control') return drawPair('after run', card.values.controls[name] ?? 'randomize')
    if (part === 'upload') return drawMiddle('Choose a picture…')
    if (part === 'draw') return drawMiddle('Draw…')
    if (port.kind === 'drawing') return drawThumbnail(context, look, String(value ?? ''), rect)
    if (isMultiline(port)) return drawText(context, look, String(value ?? ''), rect)
    if (port.kind === 'float' || port.kind === 'int') drawShare(context, look, port, Number(value), rect)
    drawPair(name, faceOf(port, value))
  }
  function drawPair(label: string, said: string) {
    context.font = `11px ${look.font}`
    context.textBaseline = 'middle'
    const middle = y + h / 2 + 0.5
    const labelWidth = Math.min(textWidth(context, label), w * 0.5)
    context.textAlign = 'right'
    context.fillStyle = look.ink
    context.fillText(fitText(context, said, w - labelWidth - 26), x + w - 8, middle)
    context.textAlign = 'left'
    context.fillStyle = look.ink2
    context.fillText(fitText(context, label, labelWidth + 1), x + 8, middle)
  }
  function drawMiddle(said: string) {
    context.font = `11px ${look.font}`
    context.textBaseline = 'middle'
    context.textAlign = 'center'
    context.fillStyle = look.ink2
    context.fillText(said, x + w / 2, y + h / 2 + 0.5)
  }
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

/** A drawing, as large as the row has room for. */
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

/** How far a number is between its limits, where that says anything. */
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
