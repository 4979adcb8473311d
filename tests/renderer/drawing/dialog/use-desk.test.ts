import { afterEach, expect, test, vi } from 'vitest'
import { type Drawing, emptyDrawing } from '../../../../graph/drawing/drawing.ts'
import { addLayer } from '../../../../graph/drawing/edit-drawing.ts'
import { strokeOf } from '../../../../graph/drawing/line.ts'
import { removeNodes } from '../../../../graph/edit/nodes.ts'
import { makeDesk } from '../../../../renderer/drawing/dialog/use-desk.ts'
import { createDrawingSession } from '../../../../renderer/drawing/drawing-session.ts'
import { textOf as textOfDrawing } from '../../../../renderer/drawing/known-drawings.ts'
import { firstValues, openStudio, textOf } from '../../open-studio.ts'

const stroke = strokeOf('pen', 8, [{ x: 3, y: 4, pressure: 1 }])

/** The desk of a document with one drawing. */
function openDesk(text = textOfDrawing(emptyDrawing)) {
  const { studio } = openStudio()
  const document = studio.documents.open({ title: 'A', path: null, text: textOf(['ScribbleCanvas', text]) })
  const shown = { drawing: { ...emptyDrawing, width: 77 }, picture: null }
  const place = { node: '1', name: 'drawing' }
  const desk = makeDesk(studio, document, place, createDrawingSession(emptyDrawing), () => shown)
  const strokesOf = ({ layers }: Drawing) => layers.map(({ strokes }) => strokes.length)
  return { studio, document, desk, shown, strokes: () => strokesOf(desk.drawing()) }
}

afterEach(() => void vi.restoreAllMocks())

test('a finished stroke is in the document at once, and is one step to undo', () => {
  const { document, desk, strokes } = openDesk()
  desk.commit(0, stroke)
  desk.commit(0, { ...stroke, tool: 'eraser' })
  expect(strokes()).toEqual([2])
  expect(document.read().undoable).toBe('Erase')
  document.undo()
  expect(strokes()).toEqual([1])
  expect(document.read().undoable).toBe('Draw')
})

test('the steps of one drag are one step to undo', () => {
  const { document, desk, strokes } = openDesk()
  for (const _ of [1, 2, 3]) desk.change('Add layer', drawing => addLayer(drawing, 0), 'drag')
  expect(strokes()).toHaveLength(4)
  document.undo()
  expect(strokes()).toHaveLength(1)
})

test('a stroke under way is a draft every 150 ms, which the finished stroke ends', () => {
  const { studio, desk, strokes } = openDesk()
  const clock = vi.spyOn(performance, 'now')
  const draft = () => studio.draft.getState().edit
  clock.mockReturnValue(1000)
  desk.draft(0, stroke)
  const first = draft()
  expect(first).not.toBeNull()
  clock.mockReturnValue(1149)
  desk.draft(0, stroke)
  expect(draft()).toBe(first)
  clock.mockReturnValue(1150)
  desk.draft(0, stroke)
  expect(draft()).not.toBe(first)
  expect(strokes()).toEqual([0])
  desk.commit(0, stroke)
  expect(draft()).toBeNull()
})

test('a stroke that is given up ends its draft at once', () => {
  const { studio, desk } = openDesk()
  vi.spyOn(performance, 'now').mockReturnValue(1000)
  desk.draft(0, stroke)
  desk.draft(0, null)
  expect(studio.draft.getState().edit).toBeNull()
})

test('a text that cannot be read, or a node that is gone, leaves the drawing that is shown', () => {
  const damaged = openDesk('{"version":1,"width":0}')
  expect(damaged.desk.drawing()).toBe(damaged.shown.drawing)
  const { studio, document, desk, shown } = openDesk()
  document.change('Delete', removeNodes([1]))
  desk.commit(0, stroke)
  expect(desk.drawing()).toBe(shown.drawing)
  expect(firstValues(studio)).toEqual({ A: undefined })
})
