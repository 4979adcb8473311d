import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { connect } from '../../../graph/edit/wires/wires.ts'
import { createCanvasState } from '../../../renderer/canvas/canvas-state.ts'
import { mountCanvas } from '../../../renderer/canvas/mount.ts'
import { drawingDialog } from '../../../renderer/drawing/open-drawing.ts'
import { recordingContext } from '../recording-context.ts'
import { by, canvasOnTable, type Point, place } from './canvas-on-table.ts'
import { namedLook } from './cards/cards.ts'

/** A canvas element as far as the canvas of the graph uses it, 800 by 600 pixels at the window's corner. */
function element() {
  const { context, calls, texts } = recordingContext()
  const target = new EventTarget()
  const own = { className: '', style: { cursor: '' }, clientWidth: 800, clientHeight: 600, width: 0, height: 0 }
  const canvas = Object.assign(target, own, {
    getContext: () => context,
    getBoundingClientRect: () => ({ left: 0, top: 0, right: 800, bottom: 600 }),
    ownerDocument: { querySelectorAll: () => covers },
    focus: vi.fn(),
    setPointerCapture: vi.fn(),
  })
  return { canvas, calls, texts }
}

/** The window that the tests put in place of the browser's. */
const page = globalThis as unknown as { readonly window: EventTarget }

/** What lies over the canvas. */
let covers: unknown[] = []
let frames: (() => void)[] = []
const nextFrame = () => {
  const due = frames
  frames = []
  for (const paint of due) paint()
}

beforeEach(() => {
  frames = []
  const observer = class {
    observe() {}
    disconnect() {}
  }
  vi.stubGlobal('matchMedia', () => ({ addEventListener() {}, removeEventListener() {} }))
  vi.stubGlobal('requestAnimationFrame', (paint: () => void) => frames.push(paint))
  vi.stubGlobal('cancelAnimationFrame', () => {
    frames = []
  })
  vi.stubGlobal('ResizeObserver', observer)
  vi.stubGlobal('MutationObserver', observer)
})
afterEach(() => vi.unstubAllGlobals())

function mounted() {
  const table = canvasOnTable(
    place('CLIPTextEncode', [0, 100]),
    place('KSampler', [500, 100]),
    connect(1, 0, 2, undefined, 'positive'),
  )
  const { studio } = table
  namedLook()
  Object.assign(page.window, { devicePixelRatio: 1 })
  vi.stubGlobal('document', {
    createElement: () => ({ getContext: () => recordingContext().context }),
    documentElement: { dataset: {} },
    fonts: { ready: Promise.resolve() },
  })
  const { canvas, calls, texts } = element()
  const state = createCanvasState()
  const running = mountCanvas(canvas as never, studio, state)
  nextFrame()
  const on = (name: string, [clientX, clientY]: Point, more: object = {}) =>
    canvas.dispatchEvent(Object.assign(new Event(name), { clientX, clientY, button: 0, pointerId: 1, ...more }))
  /** Where a node's title is on the screen. */
  const title = (id: number): Point => {
    const [x, y] = running.graph.cards.get(String(id))!.bounds
    return running.view.toScreen([x + 40, y + 10])
  }
  const { fit, ...asked } = studio.canvas.current!
  return { ...table, canvas, state, running, calls, texts, on, title, ask: { fit, ...asked } }
}

describe('a mounted canvas', () => {
  test('shows the document in front, as large as fits', () => {
    const { texts, running } = mounted()
    expect(texts()).toEqual(expect.arrayContaining(['KSampler']))
    expect(running.view.camera.scale).toBeLessThan(1)
  })

  test('turns a drag into an edit, and paints in the next frame', () => {
    const { on, title, node, running, calls } = mounted()
    const at = title(2)
    const { scale } = running.view.camera
    on('pointerdown', at)
    on('pointermove', by(at, 40 * scale, 0))
    on('pointerup', by(at, 40 * scale, 0))
    expect(Number(node(2).pos![0 as never])).toBeCloseTo(540, 3)
    const before = calls.length
    nextFrame()
    expect(calls.length).toBeGreaterThan(before)
  })

  test('takes the focus and the pointer when a button goes down', () => {
    const { on, title, canvas } = mounted()
    on('pointerdown', title(1))
    expect(canvas.focus).toHaveBeenCalled()
    expect(canvas.setPointerCapture).toHaveBeenCalledWith(1)
  })

  test('keeps Escape to itself only while something is dragged', () => {
    const { on, title } = mounted()
    const press = () => {
      const event = Object.assign(new Event('keydown'), { key: 'Escape' })
      const stop = vi.spyOn(event, 'stopPropagation')
      page.window.dispatchEvent(event)
      return stop.mock.calls.length
    }
    expect(press()).toBe(0)
    on('pointerdown', title(1))
    on('pointermove', by(title(1), 40, 0))
    expect(press()).toBe(1)
    expect(press()).toBe(0)
  })

  test('shows the cursor of what lies under the pointer, and why a wire is refused', () => {
    const { on, running, canvas, state } = mounted()
    const card = running.graph.cards.get('2')!
    const [x, y] = card.bounds
    const [sx, sy] = card.layout.outputs[0]!.at
    const socket = running.view.toScreen([x + sx, y + 30 + sy])
    on('pointermove', socket)
    expect(canvas.style.cursor).toBe('crosshair')
    on('pointerdown', socket)
    const [tx, ty] = running.graph.cards.get('1')!.bounds
    on('pointermove', running.view.toScreen([tx + 40, ty + 10]))
    expect(state.getState().refusal?.why).toMatch(/LATENT/)
    on('pointercancel', socket)
    expect(state.getState().refusal).toBeNull()
  })

  test('zooms with the wheel and tells what lies over it', () => {
    const { on, running, state } = mounted()
    const before = running.view.camera.scale
    on('wheel', [100, 100], { deltaX: 0, deltaY: -200, deltaMode: 0, ctrlKey: false, shiftKey: false })
    nextFrame()
    expect(state.getState().scale).toBeCloseTo(running.view.camera.scale)
    expect(state.getState().scale).toBeGreaterThan(before)
  })

  test('opens its menu instead of the browser’s', () => {
    const { canvas, state, title } = mounted()
    const [clientX, clientY] = title(1)
    const event = Object.assign(new Event('contextmenu', { cancelable: true }), { clientX, clientY })
    canvas.dispatchEvent(event)
    expect(event.defaultPrevented).toBe(true)
    expect(state.getState().floating).toMatchObject({ kind: 'menu', hit: { on: 'title' } })
  })

  test('looks at each document from where it was looked at last', () => {
    const { studio, running, document } = mounted()
    running.view.camera = { offset: [11, 22], scale: 0.5 }
    const other = studio.documents.create()
    expect(running.view.camera).not.toMatchObject({ offset: [11, 22] })
    document.show()
    expect(running.view.camera).toEqual({ offset: [11, 22], scale: 0.5 })
    other.close()
  })

  test('paints nothing while the drawing window covers it', () => {
    const { studio, document, running } = mounted()
    nextFrame()
    studio.layout.open(drawingDialog(document, '1', 'x'))
    running.repaint()
    expect(frames).toHaveLength(0)
    studio.layout.close()
    expect(frames).toHaveLength(1)
  })

  test('hears nothing any more after it was unmounted', () => {
    const { running, on, title, selected, studio } = mounted()
    const at = title(1)
    running.unmount()
    on('pointerdown', at)
    on('pointerup', at)
    expect(selected()).toEqual([])
    expect(studio.canvas.current).toBeNull()
  })
})

describe('what commands may ask of it', () => {
  test('is where the pointer is, the middle while it is elsewhere', () => {
    const { ask, on, running } = mounted()
    expect(ask.pointer()).toEqual(running.view.toGraph([400, 300]))
    on('pointermove', [100, 50])
    expect(ask.pointer()).toEqual(running.view.toGraph([100, 50]))
    on('pointerleave', [0, 0])
    expect(ask.pointer()).toEqual(ask.centre())
  })

  test('is which place of the graph a place of the window is', () => {
    const { ask, running } = mounted()
    expect(ask.fromWindow([100, 50])).toEqual(running.view.toGraph([100, 50]))
    expect(ask.fromWindow([900, 50])).toBeNull()
  })

  test('is which node lies somewhere, and how large one is', () => {
    const { ask, running, title } = mounted()
    expect(ask.nodeAt(running.view.toGraph(title(2)))).toBe('2')
    expect(ask.nodeAt([-900, -900])).toBeNull()
    const { size } = running.graph.cards.get('2')!.layout
    expect(ask.sizeOf('2')).toEqual(size)
    expect(ask.sizeOf('gone')).toEqual([200, 100])
  })

  test('is to show a node, some nodes or all', () => {
    const { ask, running } = mounted()
    const middle = (id: string) => {
      const [x, y, w, h] = running.graph.cards.get(id)!.bounds
      return running.view.toScreen([x + w / 2, y + h / 2]).map(Math.round)
    }
    ask.reveal('2')
    expect(middle('2')).toEqual([400, 300])
    ask.fit(['1'])
    expect(middle('1')).toEqual([400, 300])
    running.view.camera = { offset: [5000, 0], scale: 1 }
    ask.keepInView('1')
    expect(ask.nodeAt(running.view.toGraph([790, 120]))).toBeNull()
    expect(middle('1')[0]).toBeLessThan(800)
  })

  test('is to show a node that was added a moment ago', () => {
    const { ask, document, running } = mounted()
    document.change('Add', place('VAEDecode', [3000, 100]))
    ask.keepInView('3')
    expect(running.view.toScreen([3000, 100])[0]).toBeLessThan(800)
  })

  test('is to show a node beside what lies over the canvas', () => {
    const { ask, document, running } = mounted()
    covers = [{ getBoundingClientRect: () => ({ left: 500, top: 0, width: 300, height: 600 }) }]
    document.change('Add', place('VAEDecode', [3000, 100]))
    ask.keepInView('3')
    const [x, , w] = running.graph.cards.get('3')!.bounds
    expect(running.view.toScreen([x + w, 0])[0]).toBeCloseTo(492)
    covers = []
  })

  test('is to zoom about the middle, to walk, to search and to edit', () => {
    const { ask, running, state } = mounted()
    const before = running.view.camera.scale
    ask.zoom(2)
    expect(running.view.camera.scale).toBeCloseTo(2 * before)
    ask.resetZoom()
    expect(running.view.camera.scale).toBe(1)
    expect(ask.neighbour('1', 'right')).toBe('2')
    ask.search([1, 2])
    expect(state.getState().floating).toEqual({ kind: 'search', at: [1, 2], from: null })
    ask.edit('2', 'cfg')
    expect(state.getState().floating).toEqual({ kind: 'widget', node: '2', widget: 'cfg', part: 'value' })
  })
})
