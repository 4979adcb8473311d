import type { RowBrush } from '../../widgets/widget-view.ts'
import { fitText, textWidth, wrapText } from './fit-text.ts'

/** What the rows of widgets are drawn with, whatever their kind. */

/** A name on the left, a value on the right. */
export function drawPair({ context, look, rect: [x, y, w, h] }: RowBrush, name: string, value: string): void {
  context.font = `11px ${look.font}`
  context.textBaseline = 'middle'
  const middle = y + h / 2 + 0.5
  const nameWidth = Math.min(textWidth(context, name), w * 0.5)
  context.textAlign = 'right'
  context.fillStyle = look.ink
  context.fillText(fitText(context, value, w - nameWidth - 26), x + w - 8, middle)
  context.textAlign = 'left'
  context.fillStyle = look.ink2
  context.fillText(fitText(context, name, nameWidth + 1), x + 8, middle)
}

/** The title of a button. */
export function drawTitle({ context, look, rect: [x, y, w, h] }: RowBrush, title: string): void {
  context.font = `11px ${look.font}`
  context.textBaseline = 'middle'
  context.textAlign = 'center'
  context.fillStyle = look.ink2
  context.fillText(title, x + w / 2, y + h / 2 + 0.5)
}

/** As many lines of a text as fit into the row. */
export function drawLines({ context, look, rect: [x, y, w, h] }: RowBrush, text: string, isFaint: boolean): void {
  context.font = `12px ${look.font}`
  context.textBaseline = 'top'
  context.textAlign = 'left'
  context.fillStyle = isFaint ? look.ink3 : look.ink
  const lines = wrapText(context, text, w - 16, Math.max(1, Math.floor((h - 8) / 17)))
  for (const [i, line] of lines.entries()) context.fillText(line, x + 8, y + 7 + i * 17)
}

/** The left part of the row, filled. @param share  0 to 1 */
export function drawShare({ context, look, rect: [x, y, w, h] }: RowBrush, share: number): void {
  context.save()
  context.beginPath()
  context.roundRect(x, y, w, h, 5)
  context.clip()
  context.globalAlpha *= 0.22
  context.fillStyle = look.accent
  context.fillRect(x, y, w * share, h)
  context.restore()
}

/** A picture in the middle of the row, as large as fits. */
export function drawFitted(
  { context, rect: [x, y, w, h] }: RowBrush,
  picture: CanvasImageSource & { readonly width: number; readonly height: number },
): void {
  const scale = Math.min((w - 8) / picture.width, (h - 8) / picture.height)
  const [pw, ph] = [picture.width * scale, picture.height * scale]
  context.drawImage(picture, x + (w - pw) / 2, y + (h - ph) / 2, pw, ph)
}

/** Why there is nothing to show. */
export function drawWhy({ context, look, rect: [x, y, w, h] }: RowBrush, why: string): void {
  context.font = `11px ${look.font}`
  context.textBaseline = 'middle'
  context.textAlign = 'center'
  context.fillStyle = look.bad
  context.fillText(fitText(context, why, w - 16), x + w / 2, y + h / 2)
}
