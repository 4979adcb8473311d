import { expect, test } from 'vitest'
import { interestIn, suggestValues } from '../../../graph/compare/suggest.ts'
import { choice, file, float, int, seed, text, toggle } from '../../../graph/node.ts'

const steps = int({ default: 20, min: 1, max: 10_000 })
const strength = float({ default: 1, min: -100, max: 100, step: 0.01 })

test('widgets that people often compare have the values that show the most', () => {
  expect(suggestValues('steps', steps, 20, [])).toEqual(['1', '2', '4', '8'])
  expect(suggestValues('steps', int({ default: 4, min: 1, max: 5 }), 4, [])).toEqual(['1', '2', '4', '5'])
  expect(suggestValues('eta', float({ default: 0, min: 0, max: 1 }), 0.3, [])).toEqual(['0', '0.3', '0.6', '1'])
  expect(suggestValues('strength_model', strength, 1, [])).toEqual(['0.5', '0.75', '1'])
})

test('any other number is compared with half and twice of it, within its range', () => {
  expect(suggestValues('width', int({ default: 512, min: 16, max: 800, step: 8 }), 512, [])).toEqual([
    '256',
    '512',
    '800',
  ])
  expect(suggestValues('x', int({ default: 0, min: 0, max: 100 }), 0, [])).toEqual(['0', '1'])
})

test('lists begin with the present choice, seeds count up, texts have only the present one', () => {
  expect(suggestValues('sampler_name', choice(['a', 'b', 'c', 'd']), 'c', ['a', 'b', 'c', 'd'])).toEqual([
    'c',
    'a',
    'b',
  ])
  expect(suggestValues('lora_name', file('loras'), 'mine', [])).toEqual(['mine'])
  expect(suggestValues('seed', seed(), 2n ** 64n - 2n, [])).toEqual(['18446744073709551614', '18446744073709551615'])
  expect(suggestValues('text', text(), 'a fox', [])).toEqual(['a fox'])
  expect(suggestValues('on', toggle({ default: true }), true, [])).toEqual(['true', 'false'])
})

test('steps and eta are offered before lists, and lists before texts', () => {
  const order = [
    interestIn('steps', steps),
    interestIn('eta', strength),
    interestIn('sampler_name', choice(['a'])),
    interestIn('text', text()),
  ]
  expect(order).toEqual(order.toSorted((a, b) => a - b))
})
