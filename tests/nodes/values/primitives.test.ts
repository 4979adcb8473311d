import { expect, test } from 'vitest'
import type { StepEvent } from '../../../graph/run/step-event.ts'
import { nextSeed } from '../../../graph/widgets/seed.ts'
import previewAny from '../../../nodes/values/preview-any.ts'
import primitiveBoolean from '../../../nodes/values/primitive-boolean.ts'
import primitiveFloat from '../../../nodes/values/primitive-float.ts'
import primitiveInt from '../../../nodes/values/primitive-int.ts'
import primitiveString from '../../../nodes/values/primitive-string.ts'
import primitiveStringMultiline from '../../../nodes/values/primitive-string-multiline.ts'
import { testContext } from '../context.ts'

const context = testContext()

test('each passes on its value', async () => {
  expect(await primitiveInt.run({ value: -7n }, context)).toEqual({ INT: -7n })
  expect(await primitiveFloat.run({ value: 0.5 }, context)).toEqual({ FLOAT: 0.5 })
  expect(await primitiveBoolean.run({ value: true }, context)).toEqual({ BOOLEAN: true })
  expect(await primitiveString.run({ value: 'a' }, context)).toEqual({ STRING: 'a' })
  expect(await primitiveStringMultiline.run({ value: 'a\nb' }, context)).toEqual({ STRING: 'a\nb' })
})

test('a random whole number lies within ±2⁵⁰, as ComfyUI draws it', () => {
  const draw = (random: number) => nextSeed(0n, 'randomize', primitiveInt.inputs.value, () => random)
  expect([draw(0), draw(0.5)]).toEqual([-(2n ** 50n), 0n])
  expect(draw(1 - 2 ** -53)).toBeLessThan(2n ** 50n)
})

test.each([
  ['a\nb', 'a\nb'],
  [12n, '12'],
  [0.5, '0.5'],
  [true, 'True'],
  [undefined, 'None'],
  [{ samples: { dims: [1, 4, 8, 8], data: new Float32Array(256) } }, '{\n  "samples": "array [1, 4, 8, 8]"\n}'],
  [Float32Array.of(14.5, 0), '[\n  14.5,\n  0\n]'],
])('%o is shown as text and passed on', async (source, expected) => {
  const events: StepEvent[] = []
  const { STRING } = await previewAny.run({ source }, testContext({ report: event => events.push(event) }))
  expect(STRING).toBe(expected)
  expect(events).toEqual([{ kind: 'text', text: expected }])
})
