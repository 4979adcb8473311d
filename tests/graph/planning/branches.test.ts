import { expect, test } from 'vitest'
import { withoutUnusedBranches } from '../../../graph/planning/branches.ts'
import type { Prompt } from '../../../graph/prompt.ts'
import { loadNodes } from '../../../nodes/registry.ts'

const specs = new Map([...(await loadNodes())].map(([type, { spec }]) => [type, spec]))
const prompt = (on: unknown): Prompt => ({
  a: { class_type: 'EmptyImage', inputs: {} },
  b: { class_type: 'SomeoneElsesNode', inputs: { image: ['c', 0] } },
  c: { class_type: 'EmptyImage', inputs: {} },
  flag: { class_type: 'PrimitiveBoolean', inputs: { value: true } },
  s: { class_type: 'ComfySwitchNode', inputs: { switch: on as boolean, on_false: ['b', 0], on_true: ['a', 0] } },
  out: { class_type: 'PreviewImage', inputs: { images: ['s', 0] } },
})

test('what a switch does not use is not needed, nor what fed it alone', () => {
  expect(Object.keys(withoutUnusedBranches(prompt(true), specs))).toEqual(['a', 'flag', 's', 'out'])
  expect(Object.keys(withoutUnusedBranches(prompt(false), specs))).toEqual(['b', 'c', 'flag', 's', 'out'])
  expect(withoutUnusedBranches(prompt(['flag', 0]), specs)).not.toHaveProperty('b')
})

test('a branch that something else reads stays', () => {
  const shown = { ...prompt(true), p: { class_type: 'PreviewImage', inputs: { images: ['b', 0] } } } as Prompt
  expect(withoutUnusedBranches(shown, specs)).toHaveProperty('c')
})

test('a switch whose value is not known keeps both', () => {
  const whole = { ...prompt(['n', 0]), n: { class_type: 'InvertBooleanNode', inputs: { boolean: true } } } as Prompt
  expect(withoutUnusedBranches(whole, specs)).toBe(whole)
})
