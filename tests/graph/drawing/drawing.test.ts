import fc from 'fast-check'
import { expect, test } from 'vitest'
import { emptyDrawing, readDrawing, writeDrawing } from '../../../graph/drawing/drawing.ts'
import { parseJson, stringifyJson } from '../../../graph/json.ts'
import { drawing as drawingWidget } from '../../../graph/node.ts'
import { readLiteral } from '../../../graph/planning/literal.ts'
import { anyDrawing } from './any-drawing.ts'

test('what is written is read back, also out of a workflow file', () => {
  fc.assert(
    fc.property(anyDrawing, drawing => {
      const text = writeDrawing(drawing)
      // fast-check's −0 is 0 in a file.
      expect(writeDrawing(readDrawing(text))).toBe(text)
      expect(parseJson(stringifyJson({ widgets_values: [text] }))).toEqual({ widgets_values: [text] })
    }),
  )
})

test('what another program added is kept', () => {
  const text =
    '{"version":1,"width":8,"height":8,"background":"white","layers":[{"name":"a","visible":true,"opacity":1,"strokes":[],"mood":"calm"}],"author":"Ada"}'
  expect(JSON.parse(writeDrawing(readDrawing(text)))).toEqual(JSON.parse(text))
})

const with_ = (part: object) => JSON.stringify({ ...emptyDrawing, ...part })
const layer = (part: object) => with_({ layers: [{ ...emptyDrawing.layers[0], ...part }] })
const stroke = (part: object) => layer({ strokes: [{ tool: 'pen', width: 4, points: [0, 0], ...part }] })

test.each([
  ['no JSON', '{', /^the drawing is damaged \(This is not JSON/],
  ['no object', '7', /at it: /],
  ['a later version', with_({ version: 2 }), /at version: this program reads version 1/],
  ['a side too long', with_({ width: 20_000 }), /at width: expected 1 to 16384/],
  ['half a pixel', with_({ height: 7.5 }), /at height: expected a whole number of pixels/],
  ['red paper', with_({ background: 'red' }), /at background: expected black or white/],
  ['no layer', with_({ layers: [] }), /at layers: expected at least one layer/],
  ['too opaque', layer({ opacity: 2 }), /at layers\.0\.opacity: expected 0 to 1/],
  ['an unknown tool', stroke({ tool: 'spray' }), /at layers\.0\.strokes\.0\.tool: expected pen or eraser/],
  ['a width of nothing', stroke({ width: 0 }), /at layers\.0\.strokes\.0\.width: expected more than 0/],
  ['words for points', stroke({ points: ['a', 'b'] }), /strokes\.0\.points: expected a list of whole numbers/],
  ['half a point', stroke({ points: [1, 2, 3] }), /strokes\.0\.points: expected two numbers a point/],
  ['too few pressures', stroke({ points: [1, 2, 3, 4], pressure: [1] }), /pressure: expected one pressure a point/],
])('%s is refused, and the sentence says where', (_, text, sentence) => {
  expect(() => readDrawing(text)).toThrow(sentence)
})

test('a damaged drawing, or none, stops a run before it begins, naming its node and the place in it', () => {
  const place = { nodeId: '7', title: 'Draw here', input: 'drawing' }
  const widget = drawingWidget()
  expect(readLiteral(widget, widget.default, place)).toBe(widget.default)
  expect(() => readLiteral(widget, with_({ width: 0 }), place)).toThrow(
    'Draw here (node 7), input drawing: the drawing is damaged at width: expected 1 to 16384.',
  )
  expect(() => readLiteral(widget, null, place)).toThrow(
    'Draw here (node 7), input drawing: expected a drawing, got null.',
  )
})
