import { expect, test } from 'vitest'
import type { Json } from '../../../graph/json.ts'
import { plan } from '../../../graph/plan.ts'
import { knownValue } from '../../../graph/planning/known-value.ts'
import type { Prompt } from '../../../graph/prompt.ts'
import { loadNodes } from '../../../nodes/registry.ts'
import { textToImage } from './prompts.ts'

const specs = new Map([...(await loadNodes())].map(([type, { spec }]) => [type, spec]))

/** Text to image with an input of its sampler wired to a primitive. */
const wired = (input: string, type: string, value: Json): Prompt => ({
  ...textToImage({ [input]: ['90', 0] }),
  90: { class_type: type, inputs: { value } },
})
const errors = (prompt: Prompt) =>
  plan(prompt, specs).errors.map(({ code, message, place }) => [code, message, place.wires])

test.each<[string, string, Json, string, string]>([
  [
    'steps',
    'PrimitiveInt',
    0,
    'too-small',
    'KSampler (node 3), input steps, wired to Int (node 90): expected 1 to 10000, got 0.',
  ],
  [
    'cfg',
    'PrimitiveFloat',
    101,
    'too-big',
    'KSampler (node 3), input cfg, wired to Float (node 90): expected 0 to 100, got 101.',
  ],
  [
    'denoise',
    'PrimitiveFloat',
    1.5,
    'too-big',
    'KSampler (node 3), input denoise, wired to Float (node 90): expected 0 to 1, got 1.5.',
  ],
])('%s wired to a %s of %s is refused before anything runs', (input, type, value, code, message) => {
  expect(errors(wired(input, type, value))).toEqual([[code, message, [input]]])
})

test('a value in range, and one that only a run can know, pass', () => {
  expect(errors(wired('steps', 'PrimitiveInt', 8))).toEqual([])
  const computed: Prompt = {
    ...wired('steps', 'PrimitiveInt', ['91', 0]),
    91: { class_type: 'PrimitiveInt', inputs: { value: 0 } },
  }
  expect(errors(computed)).toEqual([])
  expect(knownValue(['90', 0], computed)).toBeUndefined()
  expect(knownValue(7, {})).toBe(7)
})
