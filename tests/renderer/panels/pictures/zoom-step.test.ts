import { describe, expect, test } from 'vitest'
import { fitted, overflows, panned, zoomedTo } from '../../../../renderer/panels/pictures/zoom-step.ts'

const box = { width: 400, height: 300 }
const large = { picture: { width: 800, height: 800 }, box }
const small = { picture: { width: 100, height: 50 }, box }

describe('a picture in its box', () => {
  test('is as large as fits, in the middle; a small one is enlarged', () => {
    expect(fitted(large)).toEqual({ scale: 0.375, at: [50, 0] })
    expect(fitted(small)).toEqual({ scale: 4, at: [0, 50] })
    expect(overflows(large, fitted(large))).toBe(false)
  })

  test('keeps what is under the pointer there while it is zoomed', () => {
    const before = zoomedTo(large, fitted(large), [200, 150], 2)
    const after = zoomedTo(large, before, [120, 80], 3)
    const under = ({ scale, at }: typeof before) => [(120 - at[0]) / scale, (80 - at[1]) / scale]
    expect(under(after)[0]).toBeCloseTo(under(before)[0]!)
    expect(under(after)[1]).toBeCloseTo(under(before)[1]!)
  })

  test('is not zoomed beyond 32 times its pixels, nor below what fits and its own size', () => {
    expect(zoomedTo(large, fitted(large), [0, 0], 1000).scale).toBe(32)
    expect(zoomedTo(large, fitted(large), [0, 0], 0.01).scale).toBe(0.375)
    expect(zoomedTo(small, fitted(small), [0, 0], 0.01)).toEqual({ scale: 1, at: [150, 125] })
  })

  test('is moved until its edge meets the edge of the box, and stays in the middle where it is smaller', () => {
    const wide = zoomedTo(large, fitted(large), [200, 150], 1)
    expect(panned(large, wide, [10_000, 0]).at[0]).toBe(0)
    expect(panned(large, wide, [-10_000, -10_000]).at).toEqual([-400, -500])
    expect(panned(small, fitted(small), [30, 30])).toEqual(fitted(small))
  })
})
