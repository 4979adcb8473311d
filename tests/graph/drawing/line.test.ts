import fc from 'fast-check'
import { expect, test } from 'vitest'
import { lineOf, pointsOf, strokeOf } from '../../../graph/drawing/line.ts'
import { penPoint } from './any-drawing.ts'

const at = (x: number, y: number, pressure = 1) => ({ x, y, pressure })

test('points are kept to the eighth of a pixel, as the way from one to the next', () => {
  expect(strokeOf('pen', 4, [at(1, 2), at(1.5, 2.26), at(1.51, 2.25)])).toEqual({
    tool: 'pen',
    width: 4,
    points: [8, 16, 4, 2],
  })
  const pressed = strokeOf('pen', 4, [at(0, 0, 0.2), at(8, 0, 1)])
  expect(pressed.pressure).toEqual([51, 204])
})

test('no point of a stroke strays more than a sixteenth of a pixel, however long it is', () => {
  fc.assert(
    fc.property(fc.array(penPoint, { minLength: 1, maxLength: 200 }), points => {
      const kept = pointsOf(strokeOf('pen', 4, points))
      for (const { x, y } of points)
        expect(kept.some(near => Math.abs(near.x - x) <= 1 / 16 && Math.abs(near.y - y) <= 1 / 16)).toBe(true)
    }),
  )
})

test('a dot is one point, a straight stroke its ends', () => {
  expect(lineOf(strokeOf('pen', 6, [at(3, 4)]))).toEqual([3, 4, 3])
  expect(lineOf(strokeOf('pen', 6, [at(0, 0), at(10, 0, 0)]))).toEqual([0, 0, 3, 10, 0, 0])
})

test('a corner is rounded: the curve passes the middles of the sides, B(½) = (a + 2b + c)/4', () => {
  const line = lineOf(strokeOf('pen', 2, [at(0, 0), at(8, 0), at(8, 8)]))
  const points = Array.from({ length: line.length / 3 }, (_, i) => line.slice(3 * i, 3 * i + 2))
  expect(points[0]).toEqual([0, 0])
  expect(points.at(-1)).toEqual([8, 8])
  expect(Math.min(...points.map(([x, y]) => Math.hypot(x! - 6, y! - 2)))).toBeLessThan(1)
  // From the corner itself it keeps away.
  expect(Math.min(...points.map(([x, y]) => Math.hypot(x! - 8, y!)))).toBeGreaterThan(2.5)
})
