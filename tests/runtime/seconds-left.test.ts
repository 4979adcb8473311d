import { expect, test } from 'vitest'
import { stepClock } from '../../runtime/seconds-left.ts'

/** Seconds left after each report, when the reports come at these milliseconds. */
function after(times: readonly number[], of: number): (number | null)[] {
  let at = 0
  const clock = stepClock(() => at)
  return times.map((time, i) => {
    at = time
    return clock.tick(i + 1, of)
  })
}

test('there is no estimate before a whole step was measured, and loading does not count as a step', () => {
  expect(after([9000, 11_000, 13_000, 15_000], 4)).toEqual([null, 4, 2, 0])
})

test('the last steps count, so that a machine that slows down is noticed', () => {
  const left = after([1000, 2000, 3000, 4000, 5000, 15_000, 25_000, 35_000, 45_000], 10)
  expect(left[4]).toBe(5)
  expect(left[8]).toBe(10)
})
