import type { Size, Stroke } from '../../../graph/drawing/drawing.ts'
import type { Wheel } from '../../canvas/gestures/wheel.ts'
import type { Point } from '../../studio/canvas-view.ts'
import type { DrawingSession } from '../drawing-session.ts'
import type { Pen } from './pen.ts'

/** What the surface remembers from one event to the next. */
export interface SurfaceState {
  /** The stroke in progress. */
  readonly pen: Pen | null
  /** The pointer that draws or pans; others are ignored until it is up. */
  readonly held: { readonly id: number; readonly pans: boolean; readonly last: Point } | null
  /** In CSS pixels; null when the pointer is elsewhere, or does not draw. */
  readonly pointer: Point | null
  /** Where the pointer's last stroke ended, in pixels of the drawing. */
  readonly lastEnd: Point | null
  readonly isSpaceHeld: boolean
}

export const surfaceAtRest: SurfaceState = { pen: null, held: null, pointer: null, lastEnd: null, isSpaceHeld: false }

/** Places are in CSS pixels of the surface; `pressure` is a stylus', 0 … 1, and null for a mouse or a finger. */
export type SurfaceEvent =
  | PenDown
  | PenMove
  | { readonly kind: 'up'; readonly id: number; readonly at: Point; readonly pressure: number | null }
  | { readonly kind: 'cancel'; readonly id: number }
  | { readonly kind: 'leave' }
  | { readonly kind: 'wheel'; readonly wheel: Wheel; readonly at: Point }
  | { readonly kind: 'space'; readonly isHeld: boolean }
  /** About the middle of the surface if there is no `at`. */
  | { readonly kind: 'zoom'; readonly factor: number; readonly at?: Point }
  | { readonly kind: 'pan'; readonly by: Point }
  /** Puts the keyboard's pen down at its cursor, or lifts it. */
  | { readonly kind: 'touch' }
  /** Moves the keyboard's cursor, in pixels of the drawing; with its pen down this draws. */
  | { readonly kind: 'step'; readonly by: Point }
  | { readonly kind: 'discard' }

export interface PenDown {
  readonly kind: 'down'
  readonly id: number
  readonly at: Point
  readonly pressure: number | null
  readonly button: number
  /** A stylus turned round erases. */
  readonly isTurned: boolean
  /** Draws a straight line from where the last stroke ended. */
  readonly isStraight: boolean
}

export interface PenMove {
  readonly kind: 'move'
  readonly id: number
  readonly at: Point
  /** Every place since the last event, including this one; without them fast lines would have corners. */
  readonly places: readonly { readonly at: Point; readonly pressure: number | null }[]
}

export type SurfaceEffect =
  /** The stroke in progress; null when it was discarded. */
  | { readonly do: 'draft'; readonly stroke: Stroke | null }
  | { readonly do: 'commit'; readonly stroke: Stroke }
  | { readonly do: 'session'; readonly part: Partial<DrawingSession> }
  /** The pointer's events come here until it is up. */
  | { readonly do: 'capture'; readonly id: number }

/** What a step reads. */
export interface SurfaceNow {
  readonly session: DrawingSession
  readonly drawing: Size
  /** Of the surface, in CSS pixels. */
  readonly size: Size
}

export interface SurfaceStep {
  readonly state: SurfaceState
  readonly effects: readonly SurfaceEffect[]
}
