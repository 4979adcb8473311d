import fc from 'fast-check'
import { type Drawing, emptyDrawing, type Layer, type Stroke } from '../../../graph/drawing/drawing.ts'
import { type PenPoint, strokeOf } from '../../../graph/drawing/line.ts'

/** Drawings as people make them, and some that only a fuzzer makes. */
const place = fc.double({ min: -200, max: 2000, noNaN: true })
export const penPoint: fc.Arbitrary<PenPoint> = fc.record({
  x: place,
  y: place,
  pressure: fc.double({ min: 0, max: 1, noNaN: true }),
})

export const anyStroke: fc.Arbitrary<Stroke> = fc
  .tuple(
    fc.constantFrom('pen' as const, 'eraser' as const),
    fc.integer({ min: 1, max: 100 }),
    fc.array(penPoint, { minLength: 1, maxLength: 20 }),
  )
  .map(([tool, width, points]) => strokeOf(tool, width, points))

const anyLayer: fc.Arbitrary<Layer> = fc.record({
  name: fc.string({ maxLength: 20 }),
  visible: fc.boolean(),
  opacity: fc.double({ min: 0, max: 1, noNaN: true }),
  strokes: fc.array(anyStroke, { maxLength: 5 }),
})

const side = fc.integer({ min: 1, max: 2048 })
export const anyDrawing: fc.Arbitrary<Drawing> = fc
  .record({
    width: side,
    height: side,
    background: fc.constantFrom('black' as const, 'white' as const),
    layers: fc.array(anyLayer, { minLength: 1, maxLength: 4 }),
  })
  .map(parts => ({ ...emptyDrawing, ...parts }))
