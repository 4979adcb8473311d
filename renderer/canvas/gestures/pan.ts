import type { Point } from '../../studio/canvas-view.ts'
import { type Camera, panned, zoomed } from '../camera.ts'
import type { Gesture, Place } from './gesture.ts'

/** Moves the view with the pointer. */
export function pan({ screen: last }: Place): Gesture {
  return {
    cursor: 'grabbing',
    move(to, { camera }) {
      const by = [to.screen[0] - last[0], to.screen[1] - last[1]] as const
      return { gesture: pan(to), effects: [{ do: 'look', camera: panned(camera, by) }] }
    },
    end: () => [],
    cancel: () => [],
  }
}

/** Zooms about the place where the drag began: up zooms in. */
export function zoom(start: Place, last: Place = start): Gesture {
  return {
    cursor: 'ns-resize',
    move(to, { camera }) {
      const scale = camera.scale * 1.005 ** (last.screen[1] - to.screen[1])
      return { gesture: zoom(start, to), effects: [{ do: 'look', camera: zoomed(camera, scale, start.screen) }] }
    },
    end: () => [],
    cancel: () => [],
  }
}

/** The fingers on the canvas. One is a pointer like any other; two pan and pinch, until all are lifted. */
export interface Fingers {
  /** Where each is, in CSS pixels of the canvas, by the id of its pointer. */
  readonly at: ReadonlyMap<number, Point>
  readonly arePinching: boolean
}

export const noFingers: Fingers = { at: new Map(), arePinching: false }

export interface FingerEvent {
  readonly kind: 'down' | 'move' | 'up' | 'cancel'
  readonly finger: number
  readonly at: Point
}

/** @returns the fingers after the event, and the view that they have moved, if they pan and pinch */
export function fingerStep(
  before: Fingers,
  { kind, finger, at }: FingerEvent,
  camera: Camera,
): { readonly fingers: Fingers; readonly camera: Camera } {
  const next = new Map(before.at)
  if (kind === 'down' || (kind === 'move' && next.has(finger))) next.set(finger, at)
  if (kind === 'up' || kind === 'cancel') next.delete(finger)
  const arePinching = next.size > 0 && (before.arePinching || next.size > 1)
  const moved = kind === 'move' && arePinching ? pinched(camera, pairOf(before.at), pairOf(next)) : camera
  return { fingers: { at: next, arePinching }, camera: moved }
}

type Pair = readonly [Point, Point]

/** The first two fingers; null where there are fewer. */
function pairOf(fingers: ReadonlyMap<number, Point>): Pair | null {
  const [a, b] = [...fingers.values()]
  return a && b ? [a, b] : null
}

/** What was under the middle of two fingers stays there, and the scale follows their distance. */
function pinched(camera: Camera, before: Pair | null, after: Pair | null): Camera {
  if (!before || !after) return camera
  const [from, to] = [middleOf(before), middleOf(after)]
  const factor = Math.max(1, distanceOf(after)) / Math.max(1, distanceOf(before))
  return zoomed(panned(camera, [to[0] - from[0], to[1] - from[1]]), camera.scale * factor, to)
}

const middleOf = ([a, b]: Pair): Point => [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]
const distanceOf = ([a, b]: Pair): number => Math.hypot(a[0] - b[0], a[1] - b[1])
