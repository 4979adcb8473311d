import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Drawing, emptyDrawing, readDrawing, writeDrawing } from '../../../graph/drawing/drawing.ts'
import {
  addLayer,
  addStroke,
  changeLayer,
  clearLayer,
  invert,
  moveLayer,
  removeLayer,
  resizeDrawing,
  setPicture,
} from '../../../graph/drawing/edit-drawing.ts'
import { pointsOf, strokeOf } from '../../../graph/drawing/line.ts'
import { setWidget } from '../../../graph/edit/widgets.ts'
import { createHistory } from '../../../graph/history.ts'
import { drawing as drawingWidget } from '../../../graph/node.ts'
import type { Workflow } from '../../../graph/workflow.ts'
import { anyDrawing, anyStroke } from './any-drawing.ts'

const at = (x: number, y: number) => ({ x, y, pressure: 1 })
const dot = strokeOf('pen', 4, [at(10, 10)])
const names = ({ layers }: Drawing) => layers.map(({ name }) => name)

const spec = {
  type: 'ScribbleCanvas',
  title: '',
  about: '',
  category: '',
  inputs: { drawing: drawingWidget() },
  outputs: {},
  isOutput: false,
}
const workflow: Workflow = { nodes: [{ id: 1, type: 'ScribbleCanvas' }], links: [] }

/** One of everything a person can do. */
const anyEdit = fc.tuple(fc.nat(8), fc.nat(3), anyStroke).map(([kind, which, stroke]) => (drawing: Drawing) => {
  const layer = which % drawing.layers.length
  return [
    () => addStroke(drawing, layer, stroke),
    () => clearLayer(drawing, layer),
    () => addLayer(drawing, layer),
    () => removeLayer(drawing, layer),
    () => moveLayer(drawing, layer, drawing.layers.length - 1),
    () => changeLayer(drawing, layer, ({ visible }) => ({ visible: !visible, opacity: 0.5, name: 'Renamed' })),
    () => invert(drawing),
    () => resizeDrawing(drawing, { width: 64 + which, height: 200 }),
    () => setPicture(drawing, which === 0 ? null : { name: 'a.png', opacity: 0.5, included: false }),
  ][kind]!()
})

test('whatever is done leaves a drawing, and undone the very text that was there', () => {
  fc.assert(
    fc.property(anyDrawing, fc.array(anyEdit, { maxLength: 20 }), (start, edits) => {
      const history = createHistory(workflow)
      history.apply('Open', setWidget(spec, 1, 'drawing', writeDrawing(start)))
      const texts = [JSON.stringify(history.present)]
      let drawing = start
      for (const edit of edits) {
        drawing = edit(drawing)
        const text = writeDrawing(drawing)
        expect(writeDrawing(readDrawing(text))).toBe(text)
        history.apply('Draw', setWidget(spec, 1, 'drawing', text))
        if (texts.at(-1) !== JSON.stringify(history.present)) texts.push(JSON.stringify(history.present))
      }
      for (const text of texts.toReversed()) {
        expect(JSON.stringify(history.present)).toBe(text)
        history.undo()
      }
    }),
    { numRuns: 40 },
  )
})

test('a stroke is added to its layer alone; the others are the same objects', () => {
  const two = addLayer(emptyDrawing, 0)
  const drawn = addStroke(two, 1, dot)
  expect(drawn.layers[1]!.strokes).toEqual([dot])
  expect(drawn.layers[0]).toBe(two.layers[0])
  expect(clearLayer(drawn, 0)).toBe(drawn)
  expect(clearLayer(drawn, 1).layers[1]!.strokes).toEqual([])
  expect(() => addStroke(emptyDrawing, 3, dot)).toThrow('the drawing has no layer 3')
})

test('layers come above the present one under a free name, change places, and the last one stays', () => {
  const three = addLayer(addLayer(emptyDrawing, 0), 0)
  expect(names(three)).toEqual(['Layer 1', 'Layer 3', 'Layer 2'])
  expect(names(moveLayer(three, 2, 0))).toEqual(['Layer 2', 'Layer 1', 'Layer 3'])
  expect(names(removeLayer(three, 1))).toEqual(['Layer 1', 'Layer 2'])
  expect(removeLayer(addStroke(emptyDrawing, 0, dot), 0)).toEqual(emptyDrawing)
})

test('another size keeps the strokes in the middle, as large as fits', () => {
  const square: Drawing = { ...emptyDrawing, width: 128, height: 128 }
  const drawn = addStroke(square, 0, strokeOf('pen', 8, [at(0, 0), at(128, 128)]))
  const wide = resizeDrawing(drawn, { width: 512, height: 256 })
  expect([wide.width, wide.height]).toEqual([512, 256])
  const [stroke] = wide.layers[0]!.strokes
  expect(stroke!.width).toBe(16)
  expect(pointsOf(stroke!)).toEqual([at(128, 0), at(384, 256)])
  expect(resizeDrawing(drawn, { width: 128, height: 128 })).toBe(drawn)
})

test('there and back again no point has moved by more than an eighth of a pixel', () => {
  fc.assert(
    fc.property(anyStroke, stroke => {
      const start = addStroke({ ...emptyDrawing, width: 300, height: 200 }, 0, stroke)
      const back = resizeDrawing(resizeDrawing(start, { width: 600, height: 400 }), { width: 300, height: 200 })
      pointsOf(back.layers[0]!.strokes[0]!).forEach(({ x, y }, i) => {
        const before = pointsOf(stroke)[i]!
        expect(Math.max(Math.abs(x - before.x), Math.abs(y - before.y))).toBeLessThanOrEqual(1 / 8)
      })
    }),
  )
})
