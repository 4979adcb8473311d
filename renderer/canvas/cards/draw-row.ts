import type { RowBrush } from '../../widgets/widget-view.ts'
import { textWidth, wrapText, writeText } from './fit-text.ts'

/** What the rows of widgets are drawn with, whatever their kind. */

/** A name on the left, a value on the right. */
export function drawPair({ context, look, rect: [x, y, w, h] }: RowBrush, name: string, value: string): void {
  const font = `12px ${look.font}`
  context.font = font
  const middle = y + h / 2 + 0.5
  const width = Math.min(textWidth(context, name), w * 0.5)
  writeText(context, value, [x + w - 8, middle], { font, color: look.ink, align: 'right', width: w - width - 26 })
  writeText(context, name, [x + 8, middle], { font, color: look.ink2, width: width + 1 })
}

/** The title of a button. */
export function drawTitle({ context, look, rect: [x, y, w, h] }: RowBrush, title: string): void {
  const style = { font: `12px ${look.font}`, color: look.ink2, align: 'center' } as const
  writeText(context, title, [x + w / 2, y + h / 2 + 0.5], style)
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
  const style = { font: `12px ${look.font}`, color: look.bad, align: 'center', width: w - 16 } as const
  writeText(context, why, [x + w / 2, y + h / 2], style)
}
