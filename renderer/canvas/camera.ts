import type { Point, Rect } from '../studio/canvas-view.ts'
import { grow, overlap } from './geometry.ts'

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

/** CSS pixels between what is fitted and the edges of the canvas. */
const margin = 24

/** Shows a rectangle of the graph in the middle, as large as fits into `size`. @param most  the largest scale */
export function fitted([x, y, w, h]: Rect, [width, height]: Point, most = 1): Camera {
  const scale = clamped(Math.min(most, (width - 2 * margin) / w, (height - 2 * margin) / h))
  return { offset: [width / 2 / scale - (x + w / 2), height / 2 / scale - (y + h / 2)], scale }
}

/** The smallest scale at which a card can be read: its texts are 12 units high, and 11 px on the screen. */
export const readableScale = 11 / 12

/**
 * The first look at a graph. It is fitted if its texts can be read then. Otherwise it is shown at the smallest scale at
 * which they can, and as little as possible is cut off around `focus`.
 */
export function firstLook(all: Rect, focus: Rect, size: Point): Camera {
  const whole = fitted(all, size)
  if (whole.scale >= readableScale) return whole
  const scale = readableScale
  const start = (axis: 0 | 1): number => {
    const room = (size[axis] - 2 * margin) / scale
    const [from, length] = [all[axis], all[axis + 2]!]
    if (length <= room) return from - (room - length) / 2
    // Of what is too large, the beginning.
    const middle = focus[axis] + Math.min(focus[axis + 2]!, room) / 2
    return Math.min(Math.max(from, middle - room / 2), from + length - room)
  }
  return { offset: [margin / scale - start(0), margin / scale - start(1)], scale }
}

/** The same scale, with a place of the graph in the middle. */
export const centred = ({ scale }: Camera, [x, y]: Point, [width, height]: Point): Camera => ({
  offset: [width / 2 / scale - x, height / 2 / scale - y],
  scale,
})

/** Moves as little as needed to show a rectangle with a margin; if it is too large, its top left corner is shown. */
export function keepingInView(camera: Camera, [x, y, w, h]: Rect, [width, height]: Point): Camera {
  const [left, top] = toScreen(camera, [x, y])
  const [right, bottom] = toScreen(camera, [x + w, y + h])
  const shift = (low: number, high: number, size: number) =>
    low < margin ? margin - low : high > size - margin ? Math.max(size - margin - high, margin - low) : 0
  return panned(camera, [shift(left, right, width), shift(top, bottom, height)])
}

/** CSS pixels between what is shown and what lies over the canvas. */
const gap = 8

/**
 * As `keepingInView`, and beside what lies over the canvas if there is room.
 *
 * @param covers  panels, the minimap and other things over the canvas, in its CSS pixels
 */
export function keepingClear(camera: Camera, rect: Rect, size: Point, covers: readonly Rect[]): Camera {
  const inView = keepingInView(camera, rect, size)
  const [x, y] = toScreen(inView, [rect[0], rect[1]])
  const [w, h] = [rect[2] * inView.scale, rect[3] * inView.scale]
  const isFree = ([dx, dy]: Point): boolean =>
    !covers.some(cover => overlap(grow(cover, gap - 1), [x + dx, y + dy, w, h]))
  const isInside = ([dx, dy]: Point): boolean =>
    x + dx >= 0 && y + dy >= 0 && x + dx + w <= size[0] && y + dy + h <= size[1]
  const ways = covers.flatMap(([left, top, width, height]): Point[] => [
    [left - gap - x - w, 0],
    [left + width + gap - x, 0],
    [0, top - gap - y - h],
    [0, top + height + gap - y],
  ])
  const [shortest] = isFree([0, 0])
    ? []
    : ways.filter(way => isFree(way) && isInside(way)).toSorted((a, b) => Math.hypot(...a) - Math.hypot(...b))
  return shortest ? panned(inView, shortest) : inView
}
