import { expect, test } from 'vitest'
import { float, floats, int, optional, seed, socket, text } from '../../../graph/node.ts'
import { wiredValue } from '../../../graph/planning/wired-value.ts'

test('a widget gets its own type from a wire, whichever node made the number', () => {
  expect(wiredValue('seed', seed(), 7)).toBe(7n)
  expect(wiredValue('steps', int({ default: 1, min: 1, max: 9 }), 7n)).toBe(7)
  expect(wiredValue('cfg', float({ default: 1, min: 0, max: 9 }), 7n)).toBe(7)
  expect(wiredValue('text', text(), 0.5)).toBe('0.5')
  expect(wiredValue('model', socket('MODEL'), 'what came')).toBe('what came')
})

test('an input for lists takes one number or several, each within its range', () => {
  const weight = floats({ default: 1, min: 0, max: 2 })
  expect(wiredValue('weight', weight, 1.5)).toBe(1.5)
  expect(wiredValue('weight', weight, [1, 0.5])).toEqual([1, 0.5])
  expect(() => wiredValue('weight', weight, [1, 3])).toThrow('expected 0 to 2, got 3')
  expect(() => wiredValue('cfg', float({ default: 1, min: 0, max: 9 }), [1, 2])).toThrow('expected a number')
})

test('an output that a node left empty is refused, unless the input is optional', () => {
  expect(() => wiredValue('image', socket('IMAGE'), undefined)).toThrow(
    'The wire to input image brings nothing: its node made none here.',
  )
  expect(wiredValue('image', optional(socket('IMAGE')), undefined)).toBeUndefined()
})

test('a value that does not fit is refused with the input and what is allowed', () => {
  expect(() => wiredValue('steps', int({ default: 1, min: 1, max: 9 }), 12n)).toThrow(
    'The wire to input steps brings a wrong value: expected 1 to 9, got 12.',
  )
  expect(() => wiredValue('text', text(), { samples: [] })).toThrow('expected a text, got a value of another type')
})
