import fc from 'fast-check'
import { expect, test } from 'vitest'
import { keyOf, squares } from '../../../../renderer/panels/pictures/picture-grid.ts'

const grids = { width: fc.integer({ min: 110, max: 2000 }), count: fc.integer({ min: 0, max: 500 }) }

test('the rows that a part of the list touches are those that a look at every square finds', () => {
  const parts = fc.record({
    ...grids,
    top: fc.integer({ min: -500, max: 60_000 }),
    height: fc.integer({ min: 0, max: 2000 }),
  })
  fc.assert(
    fc.property(parts, ({ width, count, top, height }) => {
      const { rect, between } = squares(width, count)
      const { first, end } = between(top, top + height)
      const touched = Array.from({ length: count }, (_, i) => i).filter(
        i => rect(i).y <= top + height && rect(i).maxY >= top,
      )
      expect(Array.from({ length: end - first }, (_, i) => first + i)).toEqual(touched)
    }),
  )
})

test('the squares lie inside the list, in order, and none lies over another', () => {
  fc.assert(
    fc.property(fc.record(grids), ({ width, count }) => {
      const { rect, height } = squares(width, count)
      for (let i = 0; i < count; i++) {
        const here = rect(i)
        expect(here.x).toBeGreaterThanOrEqual(0)
        expect(here.maxX).toBeLessThanOrEqual(width)
        expect(here.maxY).toBeLessThanOrEqual(height)
        if (i === 0) continue
        const before = rect(i - 1)
        expect(here.y === before.y ? here.x >= before.maxX : here.y >= before.maxY && here.x < before.maxX).toBe(true)
      }
    }),
  )
})

test('a picture keeps its key when newer ones come', () => {
  expect(keyOf(4, 10)).toBe(keyOf(7, 13))
  expect(keyOf(keyOf(4, 10), 10)).toBe(4)
})
