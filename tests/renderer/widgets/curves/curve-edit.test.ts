import { expect, test } from 'vitest'
import { type CurveWidget, curve } from '../../../../graph/widgets/numbers/curve.ts'
import {
  addedPoint,
  draggedCurve,
  movedPoint,
  pointsOf,
  shownRange,
} from '../../../../renderer/widgets/curves/curve-edit.ts'

const port: CurveWidget = curve({ default: '1@0, 0@1', min: -2, max: 2 })

test('a drag that begins at a point moves it, between its neighbours', () => {
  const value = '1@0, 0.5@0.5, 0@1'
  // 0 to 1.25 is shown, so half of the height is 0.625.
  expect(draggedCurve(port, value, { share: 0.5, height: 0.4 }, { share: 0.7, height: 0.8 })).toBe('1@0, 1@0.7, 0@1')
  expect(draggedCurve(port, value, { share: 0.5, height: 0.42 }, { share: 3, height: -1 })).toBe('1@0, 0@1, 0@1')
})

test('a drag that begins anywhere else makes a point', () => {
  expect(draggedCurve(port, '1@0, 0@1', { share: 0.25, height: 0.1 }, { share: 0.3, height: 0.2 })).toBe(
    '1@0, 0.25@0.3, 0@1',
  )
})

test('a value that is not a curve is shown as the default, and points beyond 0 to 1 widen the diagram', () => {
  expect(pointsOf(port, 'nothing')).toEqual(pointsOf(port, undefined))
  expect(shownRange(pointsOf(port, '-1@0, 2@1'))).toEqual([-1, 2])
})

test('points are added in the order of the steps and stay within the limits of the widget', () => {
  const points = pointsOf(port, '1@0, 0@1')
  expect(addedPoint(points, { share: 0.5, strength: 3 })).toMatchObject({ index: 1, points: { length: 3 } })
  expect(movedPoint(points, 1, { share: -1, strength: 9 }, port)).toEqual([
    { share: 0, strength: 1 },
    { share: 0, strength: 2 },
  ])
})
