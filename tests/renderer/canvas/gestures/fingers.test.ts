import { describe, expect, test } from 'vitest'
import { toGraph } from '../../../../renderer/canvas/camera.ts'
import { type FingerEvent, fingerStep, noFingers } from '../../../../renderer/canvas/gestures/pan.ts'

const start = { offset: [0, 0], scale: 1 } as const

/** What a sequence of touches leaves: [kind, finger, x, y]. */
function touched(...touches: readonly (readonly [FingerEvent['kind'], number, number, number])[]) {
  let [fingers, camera]: [typeof noFingers, { offset: readonly [number, number]; scale: number }] = [noFingers, start]
  for (const [kind, finger, x, y] of touches)
    ({ fingers, camera } = fingerStep(fingers, { kind, finger, at: [x, y] }, camera))
  return { fingers, camera }
}

describe('fingers on the canvas', () => {
  test('one finger leaves the view to the gesture that it makes', () => {
    const { fingers, camera } = touched(['down', 1, 10, 10], ['move', 1, 90, 90])
    expect(fingers.arePinching).toBe(false)
    expect(camera).toEqual(start)
  })

  test('two fingers that move together pan by the way they go', () => {
    const { fingers, camera } = touched(
      ['down', 1, 100, 100],
      ['down', 2, 200, 100],
      ['move', 1, 130, 140],
      ['move', 2, 230, 140],
    )
    expect(fingers.arePinching).toBe(true)
    expect(camera.scale).toBeCloseTo(1, 6)
    expect(camera.offset[0]).toBeCloseTo(30, 6)
    expect(camera.offset[1]).toBeCloseTo(40, 6)
  })

  test('two fingers twice as far apart double the scale, and what was between them stays there', () => {
    const { camera } = touched(
      ['down', 1, 100, 100],
      ['down', 2, 200, 100],
      ['move', 1, 50, 100],
      ['move', 2, 250, 100],
    )
    expect(camera.scale).toBeCloseTo(2, 6)
    expect(toGraph(camera, [150, 100])).toEqual([expect.closeTo(150, 6), expect.closeTo(100, 6)])
  })

  test('the finger that is left after a pinch does nothing until it is lifted', () => {
    const { fingers, camera } = touched(
      ['down', 1, 100, 100],
      ['down', 2, 200, 100],
      ['up', 2, 200, 100],
      ['move', 1, 300, 300],
    )
    expect(fingers.arePinching).toBe(true)
    expect(camera).toEqual(start)
    expect(touched(['down', 1, 0, 0], ['down', 2, 9, 9], ['up', 2, 9, 9], ['up', 1, 0, 0]).fingers).toEqual(noFingers)
  })
})
