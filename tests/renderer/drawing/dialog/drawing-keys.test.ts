import type { KeyboardEvent } from 'react'
import { describe, expect, test } from 'vitest'
import { type Drawing, emptyDrawing, type Stroke } from '../../../../graph/drawing/drawing.ts'
import { strokeOf } from '../../../../graph/drawing/line.ts'
import { drawingKeys } from '../../../../renderer/drawing/dialog/drawing-keys.ts'
import type { DrawingDesk } from '../../../../renderer/drawing/dialog/use-desk.ts'
import { createDrawingSession } from '../../../../renderer/drawing/drawing-session.ts'
import type { SurfaceEvent } from '../../../../renderer/drawing/surface/surface-state.ts'
import type { Studio } from '../../../../renderer/studio/studio.ts'

const dot: Stroke = strokeOf('pen', 8, [{ x: 1, y: 1, pressure: 1 }])
const layer = (strokes: readonly Stroke[]) => ({ name: 'a', visible: true, opacity: 1, strokes })

/** The drawing window with the focus on the surface, or on a field. */
function drawingWindow({ isDrawing = false, focus = 'CANVAS', hasSurface = true } = {}) {
  let drawing: Drawing = { ...emptyDrawing, width: 320, height: 640, layers: [layer([dot]), layer([dot])] }
  const session = createDrawingSession(drawing)
  const told: SurfaceEvent[] = []
  const labels: string[] = []
  const desk = {
    session,
    drawing: () => drawing,
    change(label: string, change: (drawing: Drawing) => Drawing) {
      labels.push(label)
      drawing = change(drawing)
    },
  } as unknown as DrawingDesk
  const surface = { isDrawing, tell: (event: SurfaceEvent) => void told.push(event), repaint() {}, unmount() {} }
  const studio = { facts: { platform: 'linux' } } as Studio
  return {
    told,
    labels,
    drawing: () => drawing,
    session: () => session.getState(),
    /** @returns whether the key was used up */
    press(key: string, { shift = false, alt = false, ctrl = false } = {}): boolean {
      let used = false
      const event = {
        target: { tagName: focus, closest: () => (focus === 'INPUT' ? {} : null) },
        nativeEvent: { key, code: '', ctrlKey: ctrl, metaKey: false, altKey: alt, shiftKey: shift },
        preventDefault: () => {
          used = true
        },
        stopPropagation() {},
      }
      drawingKeys(event as unknown as KeyboardEvent, { studio, desk, surface: hasSurface ? surface : null })
      return used
    },
  }
}

describe('the keys of the drawing window', () => {
  test('select the pen and the eraser', () => {
    const { press, session } = drawingWindow()
    press('e')
    expect(session()).toMatchObject({ tool: 'eraser', said: 'Eraser.' })
    press('b')
    expect(session()).toMatchObject({ tool: 'pen', said: 'Pen.' })
  })

  test('make the selected tool a fifth wider or thinner', () => {
    const { press, session } = drawingWindow()
    press(']')
    expect(session().widths).toEqual({ pen: 11, eraser: 27 })
    press('[')
    expect(session().widths).toEqual({ pen: 9, eraser: 27 })
  })

  test('zoom, and show all of the drawing', () => {
    const { press, told, session } = drawingWindow()
    for (const key of ['+', '=', '-']) press(key)
    expect(told).toEqual([
      { kind: 'zoom', factor: 1.25 },
      { kind: 'zoom', factor: 1.25 },
      { kind: 'zoom', factor: 1 / 1.25 },
    ])
    press('0')
    expect(session().view).toBeNull()
  })

  test('clear the layer that is drawn on and swap the paper, each as one step to undo', () => {
    const { press, drawing, labels } = drawingWindow()
    press('Delete')
    expect(drawing().layers.map(({ strokes }) => strokes.length)).toEqual([0, 1])
    const before = drawing().background
    press('x')
    expect(drawing().background).not.toBe(before)
    expect(labels).toEqual(['Clear layer', 'Swap black and white'])
  })

  test('leave a field what is typed into it', () => {
    const { press, session } = drawingWindow({ focus: 'INPUT' })
    expect(press('e')).toBe(false)
    expect(session().tool).toBe('pen')
  })

  test('do what they can when the drawing is damaged and there is no surface', () => {
    const { press, told } = drawingWindow({ hasSurface: false })
    expect(press('Enter')).toBe(false)
    expect(press('+')).toBe(true)
    expect(told).toEqual([])
  })
})

describe('on the surface', () => {
  test('the arrow keys draw by a thirty-second of the shorter side, with Shift by a pixel', () => {
    const { press, told } = drawingWindow()
    press('ArrowRight')
    press('ArrowUp', { shift: true })
    expect(told).toEqual([
      { kind: 'step', by: [10, 0] },
      { kind: 'step', by: [0, -1] },
    ])
  })

  test('the arrow keys with Alt move the view', () => {
    const { press, told } = drawingWindow()
    press('ArrowLeft', { alt: true })
    expect(told).toEqual([{ kind: 'pan', by: [60, -0] }])
  })

  test('Enter puts the pen down and lifts it', () => {
    const { press, told } = drawingWindow()
    expect(press('Enter')).toBe(true)
    expect(told).toEqual([{ kind: 'touch' }])
  })

  test('Escape discards a stroke, and without one is left to the window, which closes', () => {
    const drawing = drawingWindow({ isDrawing: true })
    expect(drawing.press('Escape')).toBe(true)
    expect(drawing.told).toEqual([{ kind: 'discard' }])
    const idle = drawingWindow()
    expect(idle.press('Escape')).toBe(false)
    expect(idle.told).toEqual([])
  })

  test('undo while the pen is down discards the stroke and no edit before it', () => {
    const drawing = drawingWindow({ isDrawing: true })
    expect(drawing.press('z', { ctrl: true })).toBe(true)
    expect(drawing.told).toEqual([{ kind: 'discard' }])
  })

  test('no other element hears the arrow keys', () => {
    const { press, told } = drawingWindow({ focus: 'BUTTON' })
    expect(press('ArrowRight')).toBe(false)
    expect(told).toEqual([])
  })
})
