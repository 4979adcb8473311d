import type { Tool } from '../../../graph/drawing/drawing.ts'
import type { PenPoint } from '../../../graph/drawing/line.ts'
import { wheelMeans } from '../../canvas/gestures/wheel.ts'
import type { Point } from '../../studio/canvas-view.ts'
import type { DrawingSession } from '../drawing-session.ts'
import { type Pen, penDown, penTo, pressureOf, strokeUnder } from './pen.ts'
import type {
  PenDown,
  PenMove,
  SurfaceEffect,
  SurfaceEvent,
  SurfaceNow,
  SurfaceState,
  SurfaceStep,
} from './surface-state.ts'
import { panned, viewOf, zoomed } from './view-of.ts'

/**
 * What the pen, the wheel and the keys do: the pen draws, the middle button, or Space, pans, the wheel zooms. Pure: from a
 * state and an event to the next state and the effects to perform.
 */
export function surfaceStep(state: SurfaceState, event: SurfaceEvent, now: SurfaceNow): SurfaceStep {
  switch (event.kind) {
    case 'down':
      return down(state, event, now)
    case 'move':
      return move(state, event, now)
    case 'up':
      return up(state, event, now)
    case 'cancel':
      return state.held?.id === event.id ? discard({ ...state, held: null }) : stay(state)
    case 'leave':
      return stay({ ...state, pointer: null })
    case 'wheel':
      return wheel(state, event, now)
    case 'space':
      return stay({ ...state, isSpaceHeld: event.isHeld, pointer: event.isHeld ? null : state.pointer })
    case 'zoom':
      return look(state, zoomed(now.drawing, now.size, now.session.view, event.factor, event.at))
    case 'pan':
      return look(state, panned(now.drawing, now.size, now.session.view, event.by))
    case 'touch':
      return touch(state, now)
    case 'step':
      return step(state, event.by, now)
    case 'discard':
      return discard(state)
  }
}

const stay = (state: SurfaceState): SurfaceStep => ({ state, effects: [] })
const look = (state: SurfaceState, view: DrawingSession['view']): SurfaceStep => ({
  state,
  effects: [{ do: 'session', part: { view } }],
})

const toDrawing = ({ drawing, size, session }: SurfaceNow, at: Point): Point =>
  viewOf(drawing, size, session.view).toDrawing(at)

function penPoint(now: SurfaceNow, at: Point, pressure: number | null): PenPoint {
  const [x, y] = toDrawing(now, at)
  return { x, y, pressure: pressureOf(pressure, now.session.pressure) }
}

function down(state: SurfaceState, event: PenDown, now: SurfaceNow): SurfaceStep {
  if (event.button === 2 || state.held || state.pen) return stay(state)
  const pans = event.button === 1 || state.isSpaceHeld
  const held = { id: event.id, pans, last: event.at }
  const capture: SurfaceEffect = { do: 'capture', id: event.id }
  if (pans) return { state: { ...state, held, pointer: null }, effects: [capture] }
  const here = penPoint(now, event.at, event.pressure)
  const from = event.isStraight && state.lastEnd
  const tool = event.isTurned ? 'eraser' : now.session.tool
  const begun = penFrom(now, tool, from ? { ...here, x: from[0], y: from[1] } : here)
  const pen = from ? penTo(begun, [here]) : begun
  return { state: { ...state, held, pen }, effects: [capture, draftOf(pen)] }
}

function penFrom(now: SurfaceNow, tool: Tool, first: PenPoint): Pen {
  const { scale } = viewOf(now.drawing, now.size, now.session.view)
  return penDown(tool, now.session.widths[tool], scale, first)
}

const draftOf = (pen: Pen): SurfaceEffect => ({ do: 'draft', stroke: strokeUnder(pen) })

function move(state: SurfaceState, { id, at, places }: PenMove, now: SurfaceNow): SurfaceStep {
  const { held, pen } = state
  const isHeld = held?.id === id
  if (isHeld && held.pans) {
    const by: Point = [at[0] - held.last[0], at[1] - held.last[1]]
    return look({ ...state, held: { ...held, last: at } }, panned(now.drawing, now.size, now.session.view, by))
  }
  const pointed = state.isSpaceHeld ? state : { ...state, pointer: at }
  if (!isHeld || !pen) return stay(pointed)
  const drawn = penTo(
    pen,
    places.map(place => penPoint(now, place.at, place.pressure)),
  )
  return { state: { ...pointed, pen: drawn }, effects: [draftOf(drawn)] }
}

function up(state: SurfaceState, event: Extract<SurfaceEvent, { kind: 'up' }>, now: SurfaceNow): SurfaceStep {
  const { held, pen } = state
  if (held?.id !== event.id) return stay(state)
  if (held.pans) return stay({ ...state, held: null })
  const last = penPoint(now, event.at, null)
  // A stylus that is lifted no longer presses: its line ends where it last pressed.
  const done = pen && event.pressure === null ? penTo(pen, [last], true) : pen
  return lift({ ...state, held: null, pen: done, lastEnd: [last.x, last.y] })
}

const lift = (state: SurfaceState): SurfaceStep => ({
  state: { ...state, pen: null },
  effects: state.pen ? [{ do: 'commit', stroke: strokeUnder(state.pen) }] : [],
})

const discard = (state: SurfaceState): SurfaceStep => ({
  state: { ...state, pen: null },
  effects: state.pen ? [{ do: 'draft', stroke: null }] : [],
})

function wheel(state: SurfaceState, event: Extract<SurfaceEvent, { kind: 'wheel' }>, now: SurfaceNow): SurfaceStep {
  const means = wheelMeans(event.wheel)
  return 'pan' in means
    ? look(state, panned(now.drawing, now.size, now.session.view, means.pan))
    : look(state, zoomed(now.drawing, now.size, now.session.view, means.zoom, event.at))
}

/** The place of the keyboard's pen: the middle until an arrow key moves it. */
const cursorIn = ({ session, drawing }: SurfaceNow): Point => session.cursor ?? [drawing.width / 2, drawing.height / 2]

function touch(state: SurfaceState, now: SurfaceNow): SurfaceStep {
  const cursor = cursorIn(now)
  const say = (said: string): SurfaceEffect => ({ do: 'session', part: { cursor, said } })
  if (state.pen) {
    const lifted = lift(state)
    return { ...lifted, effects: [...lifted.effects, say('Pen up.')] }
  }
  const pen = penFrom(now, now.session.tool, { x: cursor[0], y: cursor[1], pressure: 1 })
  return { state: { ...state, pen }, effects: [draftOf(pen), say('Pen down.')] }
}

function step(state: SurfaceState, [dx, dy]: Point, now: SurfaceNow): SurfaceStep {
  const { width, height } = now.drawing
  const [x, y] = cursorIn(now)
  const to: Point = [Math.min(width, Math.max(0, x + dx)), Math.min(height, Math.max(0, y + dy))]
  const said = `${Math.round(to[0])}, ${Math.round(to[1])}`
  const pen = state.pen && penTo(state.pen, [{ x: to[0], y: to[1], pressure: 1 }])
  return {
    state: { ...state, pen },
    effects: [...(pen ? [draftOf(pen)] : []), { do: 'session', part: { cursor: to, said } }],
  }
}
