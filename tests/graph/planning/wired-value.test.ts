import { expect, test } from 'vitest'
import { float, int, seed, socket, text } from '../../../graph/node.ts'
import { wiredValue } from '../../../graph/planning/wired-value.ts'

test('a widget gets its own type from a wire, whichever node made the number', () => {
  expect(wiredValue('seed', seed(), 7)).toBe(7n)
  expect(wiredValue('steps', int({ default: 1, min: 1, max: 9 }), 7n)).toBe(7)
  expect(wiredValue('cfg', float({ default: 1, min: 0, max: 9 }), 7n)).toBe(7)
  expect(wiredValue('text', text(), 0.5)).toBe('0.5')
  expect(wiredValue('model', socket('MODEL'), 'what came')).toBe('what came')
})

test('a value that does not fit is refused with the input and what is allowed', () => {
  expect(() => wiredValue('steps', int({ default: 1, min: 1, max: 9 }), 12n)).toThrow(
    'The wire to input steps brings a wrong value: expected 1 to 9, got 12.',
  )
  expect(() => wiredValue('text', text(), { samples: [] })).toThrow('expected a text, got a value of another type')
})
