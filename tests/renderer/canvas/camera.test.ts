import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  centred,
  firstLook,
  fitted,
  keepingClear,
  keepingInView,
  panned,
  readableScale,
  toGraph,
  toScreen,
  zoomed,
} from '../../../renderer/canvas/camera.ts'

const whole = fc.integer({ min: -5000, max: 5000 })
const point = fc.tuple(whole, whole)
const scale = fc.double({ min: 0.05, max: 4, noNaN: true })
const camera = fc.record({ offset: point, scale })
const size = [800, 600] as const

describe('the camera', () => {
  test('finds the place on the screen of a place in the graph, and back', () =>
    fc.assert(
      fc.property(camera, point, (camera, at) => {
        const [x, y] = toGraph(camera, toScreen(camera, at))
        expect(x).toBeCloseTo(at[0], 6)
        expect(y).toBeCloseTo(at[1], 6)
      }),
    ))

  test('keeps the place under the pointer when it zooms', () =>
    fc.assert(
      fc.property(camera, point, scale, (camera, at, scale) => {
        const [x, y] = toGraph(zoomed(camera, scale, at), at)
        expect(x).toBeCloseTo(toGraph(camera, at)[0], 6)
        expect(y).toBeCloseTo(toGraph(camera, at)[1], 6)
      }),
    ))

  test('moves everything by as many pixels as it is panned', () =>
    fc.assert(
      fc.property(camera, point, (camera, by) => {
        const [before, after] = [toScreen(camera, [0, 0]), toScreen(panned(camera, by), [0, 0])]
        expect(after[0] - before[0]).toBeCloseTo(by[0], 6)
        expect(after[1] - before[1]).toBeCloseTo(by[1], 6)
      }),
    ))

  test('fits a rectangle with 24 pixels around it, and enlarges it only where that is asked for', () => {
    const large = fitted([0, 0, 7520, 100], size)
    expect(large.scale).toBe(0.1)
    expect(toScreen(large, [0, 50])).toEqual([24, 300])
    const small = fitted([100, 100, 10, 10], size)
    expect(small.scale).toBe(1)
    expect(toScreen(small, [105, 105])).toEqual([400, 300])
    expect(fitted([100, 100, 10, 10], size, 2).scale).toBe(2)
  })

  test('looks first at everything if it can be read then', () => {
    const all = [0, 0, 700, 400] as const
    expect(firstLook(all, [600, 0, 100, 100], size)).toEqual(fitted(all, size))
  })

  test('looks first at the result where everything is too large to be read, and wastes no room', () => {
    const look = firstLook([0, 0, 4000, 400], [3700, 100, 300, 300], size)
    expect(look.scale).toBe(readableScale)
    expect(toScreen(look, [4000, 200])[0]).toBeCloseTo(800 - 24, 6)
    expect(toScreen(look, [0, 200])[1]).toBeCloseTo(300, 6)
    const between = firstLook([0, 0, 4000, 4000], [2000, 1000, 100, 100], size)
    expect(toScreen(between, [2050, 1050])).toEqual([400, 300].map(at => expect.closeTo(at, 6)))
  })

  test('looks first at the beginning of a result that is too large itself', () => {
    const look = firstLook([0, 0, 4000, 4000], [0, 0, 3000, 3000], size)
    expect(toScreen(look, [0, 0])).toEqual([24, 24].map(at => expect.closeTo(at, 6)))
  })

  test('brings a place into the middle at the same scale', () => {
    const there = centred({ offset: [7, 7], scale: 0.5 }, [1000, -1000], size)
    expect(there.scale).toBe(0.5)
    expect(toScreen(there, [1000, -1000])).toEqual([400, 300])
  })

  test('does not move for what is in view, and no more than needed for what is not', () => {
    const now = { offset: [0, 0], scale: 1 } as const
    expect(keepingInView(now, [100, 100, 50, 50], size)).toEqual(now)
    expect(keepingInView(now, [900, 100, 50, 50], size).offset).toEqual([-174, 0])
    expect(keepingInView(now, [-100, 580, 50, 50], size).offset).toEqual([124, -54])
  })

  test('shows the top left corner of what is larger than the view', () =>
    expect(keepingInView({ offset: [0, 0], scale: 1 }, [100, 100, 5000, 5000], size).offset).toEqual([-76, -76]))

  describe('beside what lies over the canvas', () => {
    const now = { offset: [0, 0], scale: 1 } as const
    const map = [626, 450, 160, 136] as const
    const panel = [0, 0, 380, 600] as const

    test('does not move for what is clear of it', () =>
      expect(keepingClear(now, [100, 100, 200, 100], size, [map])).toEqual(now))

    test('moves by the shortest way', () => {
      expect(keepingClear(now, [600, 490, 100, 80], size, [map]).offset).toEqual([-82, 0])
      expect(keepingClear(now, [100, 100, 200, 100], size, [panel, map]).offset).toEqual([288, 0])
    })

    test('does not move from below one thing to below another', () =>
      expect(keepingClear(now, [300, 460, 200, 100], size, [panel, map]).offset).toEqual([88, 0]))

    test('stays in view where there is no room beside it', () =>
      expect(keepingClear(now, [100, 100, 500, 100], size, [panel]).offset).toEqual([0, 0]))
  })
})
