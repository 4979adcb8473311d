import { expect, test } from 'vitest'
import { drawStrokes } from '../../../../engine/image/drawing/draw-strokes.ts'
import { tensor } from '../../../../engine/tensor/tensor.ts'

const canvas = { width: 16, height: 8, ground: 0, ink: 1 }
const pen = (...line: number[]) => ({ line, erases: false })
const eraser = (...line: number[]) => ({ line, erases: true })
const layer = (...strokes: { line: number[]; erases: boolean }[]) => ({ opacity: 1, strokes })

/** One column of the mask, from the top. */
const column = (x: number, mask: { data: Float32Array }) =>
  Array.from({ length: 8 }, (_, y) => Math.round(mask.data[y * 16 + x]! * 1000) / 1000)

test('a line parallel to the pixels covers only its own rows', () => {
  const { mask, image } = drawStrokes({ ...canvas, layers: [layer(pen(2, 4, 1, 14, 4, 1))] })
  expect(mask.dims).toEqual([1, 8, 16])
  expect(image.dims).toEqual([1, 8, 16, 3])
  expect(column(8, mask)).toEqual([0, 0, 0, 1, 1, 0, 0, 0])
  expect([...image.data.subarray(3 * (3 * 16 + 8), 3 * (3 * 16 + 8) + 3)]).toEqual([1, 1, 1])
})

test('half a pixel off, the rows at its edges are half covered', () => {
  const { mask } = drawStrokes({ ...canvas, layers: [layer(pen(2, 4.5, 1, 14, 4.5, 1))] })
  expect(column(8, mask)).toEqual([0, 0, 0, 0.5, 1, 0.5, 0, 0])
})

test('its ends are round: beyond them coverage falls with the distance', () => {
  const { mask } = drawStrokes({ ...canvas, layers: [layer(pen(4, 4, 3, 10, 4, 3))] })
  // The pixel (12, 3) has its middle at (12.5, 3.5), √(2.5² + 0.5²) from the end.
  expect(mask.data[3 * 16 + 12]).toBeCloseTo(Math.min(1, 3 - Math.hypot(2.5, 0.5) + 0.5), 6)
  expect(mask.data[3 * 16 + 14]).toBe(0)
  // A corner of the box around it is empty.
  expect(mask.data[1 * 16 + 12]).toBeCloseTo(Math.max(0, 3.5 - Math.hypot(2.5, 2.5)), 6)
})

test('a dot, a taper and a hairline', () => {
  const dot = drawStrokes({ ...canvas, layers: [layer(pen(4.5, 4.5, 1))] }).mask
  expect(dot.data[4 * 16 + 4]).toBe(1)
  expect(dot.data[4 * 16 + 5]).toBe(0.5)
  const taper = drawStrokes({ ...canvas, layers: [layer(pen(0.5, 4, 3, 12.5, 4, 0))] }).mask
  expect(column(0, taper)).toEqual([0, 1, 1, 1, 1, 1, 1, 0])
  expect(column(8, taper)).toEqual([0, 0, 0, 1, 1, 0, 0, 0])
  const hairline = drawStrokes({ ...canvas, layers: [layer(pen(2, 4.5, 0.25, 14, 4.5, 0.25))] }).mask
  expect(column(8, hairline)).toEqual([0, 0, 0, 0, 0.5, 0, 0, 0])
})

test('a stroke that crosses itself, or is drawn twice, does not exceed full coverage', () => {
  const half = pen(2, 4.5, 1, 14, 4.5, 1)
  const again = drawStrokes({ ...canvas, layers: [layer(pen(2, 4.5, 1, 14, 4.5, 1, 2, 4.5, 1))] }).mask
  expect(column(8, again)).toEqual([0, 0, 0, 0.5, 1, 0.5, 0, 0])
  // Two strokes lie one over the other: 1 − ½·½.
  expect(column(8, drawStrokes({ ...canvas, layers: [layer(half, half)] }).mask)).toEqual([
    0, 0, 0, 0.75, 1, 0.75, 0, 0,
  ])
})

test('the eraser changes only its own layer', () => {
  const line = pen(2, 4, 2, 14, 4, 2)
  const erased = drawStrokes({ ...canvas, layers: [layer(line, eraser(8.5, 0, 1, 8.5, 8, 1))] }).mask
  expect(column(8, erased)).toEqual([0, 0, 0, 0, 0, 0, 0, 0])
  expect(column(7, erased)).toEqual([0, 0, 0.5, 0.5, 0.5, 0.5, 0, 0])
  expect(column(4, erased)).toEqual([0, 0, 1, 1, 1, 1, 0, 0])
  const below = drawStrokes({ ...canvas, layers: [layer(line), layer(eraser(8.5, 0, 1, 8.5, 8, 1))] }).mask
  expect(column(8, below)).toEqual([0, 0, 1, 1, 1, 1, 0, 0])
})

test('layers cover each other with their opacity, for ground and ink of any grey', () => {
  const line = pen(2, 4, 1, 14, 4, 1)
  const { mask, image } = drawStrokes({
    ...canvas,
    ground: 1,
    ink: 0,
    layers: [
      { opacity: 0.5, strokes: [line] },
      { opacity: 0.25, strokes: [line] },
      { opacity: 0, strokes: [line] },
    ],
  })
  expect(mask.data[4 * 16 + 8]).toBeCloseTo(1 - 0.5 * 0.75, 6)
  expect(image.data[3 * (4 * 16 + 8)]).toBeCloseTo(0.5 * 0.75, 6)
  expect(image.data[0]).toBe(1)
})

test('a picture below shows where nothing is drawn', () => {
  const ground = tensor([1, 1, 2, 3], Float32Array.of(0.1, 0.2, 0.3, 0.4, 0.5, 0.6))
  const { image } = drawStrokes({ width: 2, height: 1, ground, ink: 1, layers: [layer(pen(0.5, 0.5, 0.5))] })
  expect([...image.data].map(value => Math.round(value * 10) / 10)).toEqual([1, 1, 1, 0.4, 0.5, 0.6])
})

test('a line that leaves the canvas, or never enters it, is cut off', () => {
  const { mask } = drawStrokes({ ...canvas, layers: [layer(pen(-50, 4, 1, 50, 4, 1), pen(-90, -90, 5, -80, -80, 5))] })
  expect(column(0, mask)).toEqual([0, 0, 0, 1, 1, 0, 0, 0])
  expect(column(15, mask)).toEqual([0, 0, 0, 1, 1, 0, 0, 0])
})

test('a canvas larger than memory allows is refused with the size that fits', () => {
  const large = { width: 16_384, height: 8192, ground: 0, ink: 1, layers: [] }
  expect(() => drawStrokes(large, 1e9)).toThrow(
    'A canvas of 16384×8192 needs 3.2 GB of memory at once, and 1.0 GB is free. The largest of this shape that fits is 9128×4560.',
  )
})
