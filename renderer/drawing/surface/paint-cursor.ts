import type { Point } from '../../studio/canvas-view.ts'

/**
 * The ring of a brush, to be seen on black and on white.
 *
 * @param cross  marks the middle too: the keyboard's cursor
 */
export function paintCursor(context: CanvasRenderingContext2D, [x, y]: Point, radius: number, cross: boolean): void {
  const r = Math.max(1.5, radius)
  for (const [color, width] of [
    ['#000000aa', 3],
    ['#ffffff', 1.25],
  ] as const) {
    context.beginPath()
    context.arc(x, y, r, 0, 2 * Math.PI)
    if (cross)
      for (const [dx, dy] of [
        [1, 0],
        [-1, 0],
        [0, 1],
        [0, -1],
      ] as const) {
        context.moveTo(x + dx * (r + 3), y + dy * (r + 3))
        context.lineTo(x + dx * (r + 10), y + dy * (r + 10))
      }
    context.strokeStyle = color
    context.lineWidth = width
    context.stroke()
  }
}
