import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type Drawing, emptyDrawing, type Stroke } from '../../../../graph/drawing/drawing.ts'
import { addStroke } from '../../../../graph/drawing/edit-drawing.ts'
import { createDrawingSession } from '../../../../renderer/drawing/drawing-session.ts'
import { mountSurface } from '../../../../renderer/drawing/surface/mount-surface.ts'
import { recordingContext } from '../../recording-context.ts'

let frames: (() => void)[] = []
const page = globalThis as unknown as { readonly window: EventTarget }

beforeEach(() => {
  frames = []
  vi.stubGlobal('window', Object.assign(new EventTarget(), { devicePixelRatio: 1 }))
  vi.stubGlobal('document', { createElement: () => ({ getContext: () => recordingContext().context }) })
  vi.stubGlobal('getComputedStyle', () => ({ color: 'grey' }))
  vi.stubGlobal('requestAnimationFrame', (paint: () => void) => frames.push(paint))
  vi.stubGlobal('cancelAnimationFrame', () => {
    frames = []
  })
  const observer = class {
    observe() {}
    disconnect() {}
  }
  vi.stubGlobal('ResizeObserver', observer)
})
afterEach(() => vi.unstubAllGlobals())

/** A surface of 148 by 148 pixels with a drawing of 100 by 100 on it, 24 pixels from its corner. */
function mounted() {
  const { context, calls, of } = recordingContext()
  const canvas = Object.assign(new EventTarget(), {
    style: { cursor: '' },
    clientWidth: 148,
    clientHeight: 148,
    getContext: () => context,
    getBoundingClientRect: () => ({ left: 10, top: 20 }),
    setPointerCapture: vi.fn(),
    toggleAttribute: vi.fn(),
  })
  let drawing: Drawing = { ...emptyDrawing, width: 100, height: 100 }
  const drafts: (Stroke | null)[] = []
  const session = createDrawingSession(drawing)
  const surface = mountSurface(canvas as never, {
    session,
    drawing: () => drawing,
    picture: () => null,
    commit(layer, stroke) {
      drawing = addStroke(drawing, layer, stroke)
    },
    draft: (_, stroke) => void drafts.push(stroke),
  })
  const on = (name: string, x: number, y: number, more: object = {}) => {
    const event = Object.assign(new Event(name, { cancelable: true }), {
      clientX: x + 34,
      clientY: y + 44,
      pointerId: 1,
      pointerType: 'mouse',
      pressure: 0.5,
      button: 0,
      buttons: 1,
      shiftKey: false,
      getCoalescedEvents: () => [],
      ...more,
    })
    canvas.dispatchEvent(event)
    return event
  }
  const key = (name: string, key: string, target: EventTarget = canvas) =>
    target.dispatchEvent(Object.assign(new Event(name), { key }))
  return { surface, canvas, calls, of, session, drafts, on, key, strokes: () => drawing.layers[0]!.strokes }
}

describe('a mounted surface', () => {
  test('turns the mouse into a stroke of the drawing', () => {
    const { on, strokes, drafts, canvas } = mounted()
    on('pointerdown', 10, 10)
    on('pointermove', 60, 10)
    on('pointerup', 60, 40)
    expect(strokes().map(({ points }) => points)).toEqual([[80, 80, 400, 0, 0, 240]])
    expect(drafts).toHaveLength(2)
    expect(canvas.setPointerCapture).toHaveBeenCalledWith(1)
  })

  test('counts the places between two events', () => {
    const { on, strokes } = mounted()
    on('pointerdown', 10, 10)
    const between = [30, 50].map(x => ({ clientX: x + 34, clientY: 54, pointerType: 'mouse', pressure: 0.5 }))
    on('pointermove', 50, 10, { getCoalescedEvents: () => between })
    on('pointerup', 50, 10)
    expect(strokes()[0]!.points).toHaveLength(6)
  })

  test('takes the pressure of a stylus, and its other end as the eraser', () => {
    const { on, strokes } = mounted()
    on('pointerdown', 10, 10, { pointerType: 'pen', buttons: 32 })
    on('pointerup', 10, 10, { pointerType: 'pen' })
    expect(strokes()[0]).toMatchObject({ tool: 'eraser', pressure: [128] })
  })

  test('paints in the next frame, and once for many events', () => {
    const { on, of } = mounted()
    on('pointermove', 10, 10)
    on('pointermove', 20, 10)
    expect(frames).toHaveLength(1)
    frames[0]!()
    expect(of('strokeRect')).toHaveLength(1)
  })

  test('shows by the cursor what a drag would do while Space is held', () => {
    const { on, key, canvas, session, surface } = mounted()
    key('keydown', ' ')
    expect(canvas.style.cursor).toBe('grab')
    on('pointerdown', 10, 10)
    expect(canvas.style.cursor).toBe('grabbing')
    on('pointermove', 20, 10)
    expect(session.getState().view?.middle).toEqual([40, 50])
    on('pointerup', 20, 10)
    key('keyup', ' ', page.window)
    expect(canvas.style.cursor).toBe('')
    expect(surface.isDrawing).toBe(false)
  })

  test('has a focus ring for the keys and none for the pointer', () => {
    const { on, key, canvas } = mounted()
    key('keyup', 'Tab')
    expect(canvas.toggleAttribute).toHaveBeenLastCalledWith('data-keys', true)
    on('pointerdown', 10, 10)
    expect(canvas.toggleAttribute).toHaveBeenLastCalledWith('data-keys', false)
  })

  test('keeps the wheel and the right button from the page', () => {
    const { on, session } = mounted()
    const wheel = on('wheel', 50, 50, { deltaX: 0, deltaY: -100, deltaMode: 0, ctrlKey: false })
    expect(wheel.defaultPrevented).toBe(true)
    expect(session.getState().view?.scale).toBeCloseTo(Math.exp(0.15))
    expect(on('contextmenu', 50, 50).defaultPrevented).toBe(true)
  })

  test('gives up the stroke when the pointer is lost', () => {
    const { on, surface, strokes } = mounted()
    on('pointerdown', 10, 10)
    expect(surface.isDrawing).toBe(true)
    on('pointercancel', 10, 10)
    on('pointerleave', 10, 10)
    expect([surface.isDrawing, strokes()]).toEqual([false, []])
  })

  test('hears nothing any more after it was unmounted', () => {
    const { on, surface, strokes } = mounted()
    surface.unmount()
    on('pointerdown', 10, 10)
    on('pointerup', 10, 10)
    expect(strokes()).toEqual([])
  })
})
