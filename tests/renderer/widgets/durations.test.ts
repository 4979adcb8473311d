import { expect, test } from 'vitest'
import { seconds, timeLeft } from '../../../renderer/widgets/durations.ts'

test.each([
  [0, '< 0.1 s'],
  [0.66, '0.7 s'],
  [24.4, '24 s'],
  [170, '3 min'],
])('%d s are said as %s', (s, said) => expect(seconds(s)).toBe(said))

test.each([
  [6.2, '7 s left'],
  [170, '3 min left'],
])('%d s to come are said as %s', (s, said) => expect(timeLeft(s)).toBe(said))
