import { describe, expect, test } from 'vitest'
import type { Stroke } from '../../../../graph/drawing/drawing.ts'
import { pointsOf } from '../../../../graph/drawing/line.ts'
import { createDrawingSession, type DrawingSession } from '../../../../renderer/drawing/drawing-session.ts'
import { type SurfaceEvent, surfaceAtRest } from '../../../../renderer/drawing/surface/surface-state.ts'
import { surfaceStep } from '../../../../renderer/drawing/surface/surface-step.ts'

type Point = readonly [number, number]

/** A surface of the drawing's own size, where a pixel of the drawing is a pixel of the screen. */
const drawing = { width: 360, height: 360 }

function surface(part: Partial<DrawingSession> = {}) {
  const session = createDrawingSession(drawing)
  session.setState({ view: { middle: [180, 180], scale: 1 }, ...part })
  let state = surfaceAtRest
  const [drafts, strokes, captured]: [(Stroke | null)[], Stroke[], number[]] = [[], [], []]
  const tell = (event: SurfaceEvent) => {
    const next = surfaceStep(state, event, { session: session.getState(), drawing, size: drawing })
    state = next.state
    for (const effect of next.effects)
      if (effect.do === 'draft') drafts.push(effect.stroke)
      else if (effect.do === 'commit') strokes.push(effect.stroke)
      else if (effect.do === 'session') session.setState(effect.part)
      else captured.push(effect.id)
  }
  const mouse = { id: 1, pressure: null, button: 0, isTurned: false, isStraight: false }
  return {
    tell,
    drafts,
    strokes,
    captured,
    session: () => session.getState(),
    state: () => state,
    down: (at: Point, more: Partial<Extract<SurfaceEvent, { kind: 'down' }>> = {}) =>
      tell({ kind: 'down', ...mouse, at, ...more }),
    move: (at: Point, id = 1, pressure: number | null = null) =>
      tell({ kind: 'move', id, at, places: [{ at, pressure }] }),
    up: (at: Point, id = 1, pressure: number | null = null) => tell({ kind: 'up', id, at, pressure }),
  }
}

const places = (stroke: Stroke | null | undefined) => (stroke ? pointsOf(stroke).map(({ x, y }) => [x, y]) : null)

describe('the pen', () => {
  test('draws one stroke from where it goes down to where it comes up', () => {
    const { down, move, up, strokes, captured } = surface()
    down([10, 10])
    move([60, 10])
    up([60, 50])
    expect(strokes.map(places)).toEqual([
      [
        [10, 10],
        [60, 10],
        [60, 50],
      ],
    ])
    expect(strokes[0]).toMatchObject({ tool: 'pen', width: 10 })
    expect(captured).toEqual([1])
  })

  test('shows the stroke so far after each move', () => {
    const { down, move, drafts } = surface()
    down([10, 10])
    move([60, 10])
    expect(drafts.map(draft => places(draft)?.length)).toEqual([1, 2])
  })

  test('counts every place between two events', () => {
    const { tell, down, up, strokes } = surface()
    down([0, 0])
    const places = [20, 40, 60].map(x => ({ at: [x, 0] as const, pressure: null }))
    tell({ kind: 'move', id: 1, at: [60, 0], places })
    up([60, 0])
    expect(pointsOf(strokes[0]!)).toHaveLength(4)
  })

  test('skips places nearer than a twelfth of its width, but not the last one', () => {
    const { down, move, up, strokes } = surface({ widths: { pen: 60, eraser: 60 } })
    down([0, 0])
    move([3, 0])
    move([4.9, 0])
    up([4, 0])
    expect(strokes.map(places)).toEqual([
      [
        [0, 0],
        [4, 0],
      ],
    ])
  })

  test('that does not move leaves a dot', () => {
    const { down, up, strokes } = surface()
    down([30, 30])
    up([30, 30])
    expect(strokes.map(places)).toEqual([[[30, 30]]])
  })

  test('goes on, straight, from where the last stroke ended while Shift is held', () => {
    const { down, up, strokes } = surface()
    down([10, 10])
    up([20, 20])
    down([100, 20], { isStraight: true })
    up([100, 20])
    expect(places(strokes[1])).toEqual([
      [20, 20],
      [100, 20],
    ])
  })

  test('draws where the view shows the drawing', () => {
    const { down, up, strokes } = surface({ view: { middle: [0, 0], scale: 2 } })
    down([180, 180])
    up([200, 180])
    expect(strokes.map(places)).toEqual([
      [
        [0, 0],
        [10, 0],
      ],
    ])
  })

  test('ignores a second pointer and the right button', () => {
    const { down, move, up, strokes, drafts } = surface()
    down([10, 10], { button: 2 })
    expect(drafts).toEqual([])
    down([10, 10])
    down([90, 90], { id: 2 })
    move([95, 90], 2)
    up([95, 95], 2)
    up([10, 40])
    expect(strokes.map(places)).toEqual([
      [
        [10, 10],
        [10, 40],
      ],
    ])
  })

  test('leaves nothing when the stroke is discarded or the pointer is lost', () => {
    for (const end of [{ kind: 'discard' }, { kind: 'cancel', id: 1 }] as const) {
      const { down, move, up, tell, strokes, drafts } = surface()
      down([10, 10])
      move([60, 10])
      tell(end)
      expect(drafts.at(-1)).toBeNull()
      move([90, 10])
      up([90, 10])
      expect(strokes).toEqual([])
    }
  })
})

describe('a stylus', () => {
  const pressures = (stroke: Stroke) => pointsOf(stroke).map(({ pressure }) => Math.round(pressure * 100))

  test('presses as hard as it says, and no softer than what is visible', () => {
    const { down, move, up, strokes } = surface()
    down([0, 0], { pressure: 0.5 })
    move([50, 0], 1, 0.01)
    up([80, 0], 1, 0)
    expect(pressures(strokes[0]!)).toEqual([50, 8])
  })

  test('whose pressure does not count presses fully', () => {
    const { down, move, up, strokes } = surface({ pressure: false })
    down([0, 0], { pressure: 0.5 })
    move([50, 0], 1, 0.2)
    up([50, 0], 1, 0)
    expect(pressures(strokes[0]!)).toEqual([100, 100])
  })

  test('erases when it is turned round', () => {
    const { down, up, strokes } = surface()
    down([0, 0], { pressure: 1, isTurned: true })
    up([0, 0], 1, 0)
    expect(strokes[0]).toMatchObject({ tool: 'eraser', width: 30 })
  })
})

describe('the view', () => {
  test('follows the pointer while the middle button or Space is held, and nothing is drawn', () => {
    for (const way of ['middle', 'space']) {
      const { tell, down, move, up, session, strokes, drafts, state } = surface()
      if (way === 'space') tell({ kind: 'space', isHeld: true })
      down([100, 100], { button: way === 'middle' ? 1 : 0 })
      move([110, 95])
      move([120, 95])
      expect(session().view).toEqual({ middle: [160, 185], scale: 1 })
      up([120, 95])
      expect([strokes, drafts, state().held]).toEqual([[], [], null])
    }
  })

  test('zooms with the wheel about the pointer, which stays over the same place', () => {
    const { tell, session } = surface()
    tell({ kind: 'wheel', at: [0, 0], wheel: { deltaX: 0, deltaY: -100, deltaMode: 0, ctrlKey: false } })
    const { middle, scale } = session().view!
    expect(scale).toBeCloseTo(Math.exp(0.15))
    expect(middle[0] - 180 / scale).toBeCloseTo(0)
  })

  test('moves with two fingers on a touchpad', () => {
    const { tell, session } = surface()
    tell({ kind: 'wheel', at: [0, 0], wheel: { deltaX: 5, deltaY: 3, deltaMode: 0, ctrlKey: false } })
    expect(session().view).toEqual({ middle: [185, 183], scale: 1 })
  })

  test('zooms about the middle for the buttons and moves for the keys', () => {
    const { tell, session } = surface()
    tell({ kind: 'zoom', factor: 2 })
    expect(session().view).toEqual({ middle: [180, 180], scale: 2 })
    tell({ kind: 'pan', by: [-60, 0] })
    expect(session().view).toEqual({ middle: [210, 180], scale: 2 })
  })
})

describe('the ring of the pen', () => {
  test('is where the pointer is, and nowhere while it leaves or pans', () => {
    const { tell, move, state } = surface()
    move([40, 50])
    expect(state().pointer).toEqual([40, 50])
    tell({ kind: 'leave' })
    expect(state().pointer).toBeNull()
    move([40, 50])
    tell({ kind: 'space', isHeld: true })
    move([60, 50])
    expect(state().pointer).toBeNull()
    tell({ kind: 'space', isHeld: false })
    move([60, 50])
    expect(state().pointer).toEqual([60, 50])
  })
})

describe('the keyboard’s pen', () => {
  test('starts in the middle, draws between down and up, and says so', () => {
    const { tell, strokes, session } = surface()
    tell({ kind: 'touch' })
    expect(session()).toMatchObject({ cursor: [180, 180], said: 'Pen down.' })
    tell({ kind: 'step', by: [11, 0] })
    expect(session().said).toBe('191, 180')
    tell({ kind: 'step', by: [0, 11] })
    tell({ kind: 'touch' })
    expect(session().said).toBe('Pen up.')
    expect(strokes.map(places)).toEqual([
      [
        [180, 180],
        [191, 180],
        [191, 191],
      ],
    ])
  })

  test('moves without drawing while it is up, and stays on the drawing', () => {
    const { tell, drafts, session } = surface()
    tell({ kind: 'step', by: [-500, 500] })
    expect(session().cursor).toEqual([0, 360])
    expect(drafts).toEqual([])
  })

  test('keeps the pointer from drawing while it is down', () => {
    const { tell, down, up, strokes } = surface()
    tell({ kind: 'touch' })
    down([10, 10])
    up([20, 20])
    expect(strokes).toEqual([])
  })
})
