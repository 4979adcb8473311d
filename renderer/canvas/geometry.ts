import type { Point, Rect } from '../studio/canvas-view.ts'

/** Sizes in graph units, the same as in litegraph and ComfyUI, so that saved workflows keep their layout. */
export const titleHeight = 30
export const socketHeight = 20
export const widgetHeight = 20
export const widgetGap = 4
export const widgetMargin = 10
export const minWidth = 140

export const contains = ([x, y, w, h]: Rect, [px, py]: Point): boolean =>
  px >= x && px <= x + w && py >= y && py <= y + h

export const overlap = (a: Rect, b: Rect): boolean =>
  a[0] <= b[0] + b[2] && b[0] <= a[0] + a[2] && a[1] <= b[1] + b[3] && b[1] <= a[1] + a[3]

/** Does all of `b` lie in `a`? */
export const holds = (a: Rect, b: Rect): boolean =>
  a[0] <= b[0] && a[1] <= b[1] && a[0] + a[2] >= b[0] + b[2] && a[1] + a[3] >= b[1] + b[3]

/** The rectangle between two opposite corners, in any order. */
export const between = (a: Point, b: Point): Rect => [
  Math.min(a[0], b[0]),
  Math.min(a[1], b[1]),
  Math.abs(a[0] - b[0]),
  Math.abs(a[1] - b[1]),
]

/** The smallest rectangle around all of them; null for an empty list. */
export function around(rects: Iterable<Rect>): Rect | null {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [x, y, w, h] of rects) {
    left = Math.min(left, x)
    top = Math.min(top, y)
    right = Math.max(right, x + w)
    bottom = Math.max(bottom, y + h)
  }
  return left === Infinity ? null : [left, top, right - left, bottom - top]
}

export const grow = ([x, y, w, h]: Rect, by: number): Rect => [x - by, y - by, w + 2 * by, h + 2 * by]

export const middleOf = ([x, y, w, h]: Rect): Point => [x + w / 2, y + h / 2]
