import { describe, expect, test } from 'vitest'
import { emptyDrawing, writeDrawing } from '../../../graph/drawing/drawing.ts'
import { addStroke } from '../../../graph/drawing/edit-drawing.ts'
import { strokeOf } from '../../../graph/drawing/line.ts'
import { createDrawingSession, layerIn, nextWidth } from '../../../renderer/drawing/drawing-session.ts'
import { drawingOf, textOf } from '../../../renderer/drawing/known-drawings.ts'

/** A stroke of this file alone: what other files have drawn is known by its text already. */
const stroke = strokeOf('pen', 8.125, [{ x: 3.25, y: 4, pressure: 1 }])

describe('a drawing and its text', () => {
  test('find each other, so that a stroke that is painted already stays the same object', () => {
    const drawing = addStroke(emptyDrawing, 0, stroke)
    const found = drawingOf(textOf(drawing))
    expect('drawing' in found && found.drawing).toBe(drawing)
  })

  test('from a file is read once', () => {
    const text = writeDrawing({ ...emptyDrawing, width: 77 })
    const [first, second] = [drawingOf(text), drawingOf(text)]
    expect(first).toMatchObject({ drawing: { width: 77 } })
    expect(second).toBe(first)
  })

  test('that is damaged says where', () => {
    const found = drawingOf('{"version":1,"width":0}')
    expect(found).toHaveProperty('why')
    expect('why' in found && found.why).toContain('width')
  })

  test('is forgotten after a hundred others', () => {
    const text = writeDrawing({ ...emptyDrawing, width: 5000 })
    const before = drawingOf(text)
    for (let width = 1; width <= 100; width++) drawingOf(writeDrawing({ ...emptyDrawing, width }))
    expect(drawingOf(text)).not.toBe(before)
    expect(drawingOf(text)).toEqual(before)
  })
})

describe('how a person draws', () => {
  test('begins with a pen as wide as suits the drawing, and an eraser three times as wide', () => {
    expect(createDrawingSession({ width: 720, height: 1000 }).getState().widths).toEqual({ pen: 20, eraser: 60 })
    expect(createDrawingSession({ width: 10, height: 10 }).getState().widths.pen).toBe(2)
  })

  test('changes the width by a fifth, at least by a pixel, between 1 and 400', () => {
    expect([nextWidth(20, 1), nextWidth(20, -1)]).toEqual([24, 16])
    expect([nextWidth(2, 1), nextWidth(1, -1), nextWidth(399, 1)]).toEqual([3, 1, 400])
  })

  test('is on the topmost layer when the one that was selected is gone', () =>
    expect(layerIn(emptyDrawing, { layer: 3 })).toBe(0))
})
