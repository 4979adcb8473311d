import { expect, test } from 'vitest'
import { duration, timeLeft } from '../../../server/cli/duration.ts'

test.each([
  [0, '0 ms'],
  [481.4, '481 ms'],
  [3210, '3.2 s'],
  [59_960, '1 min 0 s'],
  [65_000, '1 min 5 s'],
  [3_725_000, '1 h 2 min'],
])('%d ms is said as %s', (ms, said) => expect(duration(ms)).toBe(said))

test.each([
  [0.2, '1 s left'],
  [6.4, '7 s left'],
  [61.2, '1 min 2 s left'],
])('%d s left is said as %s', (seconds, said) => expect(timeLeft(seconds)).toBe(said))
