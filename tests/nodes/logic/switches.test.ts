import { expect, test } from 'vitest'
import comfySwitch from '../../../nodes/logic/comfy-switch.ts'
import invertBoolean from '../../../nodes/logic/invert-boolean.ts'
import { testContext } from '../context.ts'

const context = testContext()

test.each([
  [false, 1, 2, 1],
  [true, 1, 2, 2],
  [true, 1, undefined, 1],
  [false, undefined, 2, 2],
])('switch %s between %s and %s gives %s', async (on, on_false, on_true, output) => {
  expect(await comfySwitch.run({ switch: on, on_false, on_true }, context)).toEqual({ output })
})

test('a switch without wires is refused', () => {
  const inputs = { switch: true, on_false: undefined, on_true: undefined }
  expect(() => comfySwitch.run(inputs, context)).toThrow('Nothing is connected to the switch')
})

test('true becomes false', async () => {
  expect(await invertBoolean.run({ boolean: true }, context)).toEqual({ BOOLEAN: false })
})
