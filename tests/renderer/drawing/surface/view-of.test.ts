import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { panned, placingOf, viewOf, zoomed } from '../../../../renderer/drawing/surface/view-of.ts'

const [drawing, surface] = [
  { width: 512, height: 256 },
  { width: 800, height: 600 },
]
const length = fc.integer({ min: 1, max: 16_384 })
const sizes = fc.record({ width: length, height: length })

describe('where a drawing lies on its surface', () => {
  test('is all of it, in the middle, with a margin, until somebody zooms', () =>
    fc.assert(
      fc.property(
        sizes,
        fc.record({ width: fc.integer({ min: 100, max: 4000 }), height: fc.integer({ min: 100, max: 4000 }) }),
        (drawing, surface) => {
          const { scale, corner } = viewOf(drawing, surface, null)
          expect(corner[0]).toBeGreaterThanOrEqual(23.99)
          expect(corner[1]).toBeGreaterThanOrEqual(23.99)
          expect(2 * corner[0] + drawing.width * scale).toBeCloseTo(surface.width, 3)
          expect(2 * corner[1] + drawing.height * scale).toBeCloseTo(surface.height, 3)
        },
      ),
    ))

  test('keeps the place under the pointer when it zooms', () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 800 }),
        fc.integer({ min: 0, max: 600 }),
        fc.double({ min: 0.2, max: 5, noNaN: true }),
        (x, y, factor) => {
          const before = viewOf(drawing, surface, null).toDrawing([x, y])
          const after = viewOf(drawing, surface, zoomed(drawing, surface, null, factor, [x, y])).toDrawing([x, y])
          expect(after[0]).toBeCloseTo(before[0], 6)
          expect(after[1]).toBeCloseTo(before[1], 6)
        },
      ),
    ))

  test('is never smaller than a fiftieth and never larger than 64 times', () => {
    expect(zoomed(drawing, surface, null, 1e9).scale).toBe(64)
    expect(zoomed(drawing, surface, null, 1e-9).scale).toBe(0.02)
  })

  test('moves by as many pixels of the screen as it is dragged', () => {
    const before = viewOf(drawing, surface, null)
    const after = viewOf(drawing, surface, panned(drawing, surface, null, [30, -12]))
    expect([after.corner[0] - before.corner[0], after.corner[1] - before.corner[1]]).toEqual([30, -12])
  })

  test('is counted in device pixels on the bitmap', () => {
    const view = viewOf(drawing, surface, { middle: [256, 128], scale: 1 })
    expect(placingOf(view, surface, 2)).toEqual({ width: 1600, height: 1200, x: 288, y: 344, scale: 2 })
  })
})
