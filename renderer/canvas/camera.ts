import type { Point, Rect } from '../studio/canvas-view.ts'

/** What part of the sheet is seen: a place of the graph is at (place + offset) · scale on the screen, in CSS pixels. */
export interface Camera {
  readonly offset: Point
  readonly scale: number
}

const [minScale, maxScale] = [0.05, 4]
const clamped = (scale: number): number => Math.min(maxScale, Math.max(minScale, scale))

export const toGraph = ({ offset, scale }: Camera, [x, y]: Point): Point => [
  x / scale - offset[0],
  y / scale - offset[1],
]

export const toScreen = ({ offset, scale }: Camera, [x, y]: Point): Point => [
  (x + offset[0]) * scale,
  (y + offset[1]) * scale,
]

/** @param by  in CSS pixels */
export const panned = ({ offset, scale }: Camera, [dx, dy]: Point): Camera => ({
  offset: [offset[0] + dx / scale, offset[1] + dy / scale],
  scale,
})

/** Another scale, 0.05 to 4; the place under `at`, in CSS pixels, stays there. */
export function zoomed(camera: Camera, scale: number, at: Point): Camera {
  const next = clamped(scale)
  const [x, y] = toGraph(camera, at)
  return { offset: [at[0] / next - x, at[1] / next - y], scale: next }
}

/** Shows a rectangle of the graph in the middle, as large as fits into `size`, at most 1:1. */
export function fitted([x, y, w, h]: Rect, [width, height]: Point): Camera {
  const scale = clamped(Math.min(1, (width - 80) / w, (height - 80) / h))
  return { offset: [width / 2 / scale - (x + w / 2), height / 2 / scale - (y + h / 2)], scale }
}

/** The same scale, with a place of the graph in the middle. */
export const centred = ({ scale }: Camera, [x, y]: Point, [width, height]: Point): Camera => ({
  offset: [width / 2 / scale - x, height / 2 / scale - y],
  scale,
})

/** Moves as little as needed to show a rectangle with a margin; if it is too large, its top left corner is shown. */
export function keepingInView(camera: Camera, [x, y, w, h]: Rect, [width, height]: Point): Camera {
  const margin = 24
  const [left, top] = toScreen(camera, [x, y])
  const [right, bottom] = toScreen(camera, [x + w, y + h])
  const shift = (low: number, high: number, size: number) =>
    low < margin ? margin - low : high > size - margin ? Math.max(size - margin - high, margin - low) : 0
  return panned(camera, [shift(left, right, width), shift(top, bottom, height)])
}
