import type { Rect } from '../studio/canvas-view.ts'
import { writeText } from './cards/fit-text.ts'
import type { Look } from './cards/look.ts'

/** What lies below the cards, and the box that is drawn over them. */

/** Dots every 22 units; when zoomed out every 110, further out none. */
export function drawGrid(context: CanvasRenderingContext2D, look: Look, scale: number, [left, top, w, h]: Rect): void {
  if (scale < 0.12) return
  const step = scale < 0.5 ? 110 : 22
  const dot = Math.min(2.4, 1.3 / scale)
  context.fillStyle = look.grid
  context.beginPath()
  for (let x = Math.floor(left / step) * step; x < left + w; x += step)
    for (let y = Math.floor(top / step) * step; y < top + h; y += step) context.rect(x, y, dot, dot)
  context.fill()
}

export function drawGroup(
  context: CanvasRenderingContext2D,
  look: Look,
  { box: [x, y, w, h], color, title }: { readonly box: Rect; readonly color: string; readonly title: string },
): void {
  context.beginPath()
  context.roundRect(x, y, w, h, 10)
  context.globalAlpha = look.isLight ? 0.14 : 0.2
  context.fillStyle = color
  context.fill()
  context.globalAlpha = 0.7
  context.strokeStyle = color
  context.lineWidth = 1.2
  context.stroke()
  context.globalAlpha = 1
  const style = { font: `600 15px ${look.font}`, color: look.ink2, width: w - 20 }
  writeText(context, title, [x + 12, y + 19], style)
}

/** The box that selects what it touches. */
export function drawBox(context: CanvasRenderingContext2D, look: Look, scale: number, box: Rect): void {
  context.fillStyle = look.accent
  context.strokeStyle = look.accent
  context.lineWidth = 1 / scale
  context.globalAlpha = 0.12
  context.fillRect(...box)
  context.globalAlpha = 1
  context.strokeRect(...box)
}
