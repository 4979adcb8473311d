import { afterAll, expect, test } from 'vitest'
import { Sessions } from '../../../../engine/runtime/sessions.ts'
import gligenTextBoxApply from '../../../../nodes/conditioning/gligen/gligen-text-box-apply.ts'
import gligenLoader from '../../../../nodes/loaders/gligen-loader.ts'
import { testContext } from '../../context.ts'
import { goldenFile, openTiny } from '../../tiny.ts'

const sessions = new Sessions({ device: 'cpu', threads: 1 })
afterAll(() => sessions.close())

test('boxes add up, in latent pixels, each with the vector of its text', async () => {
  const context = testContext({ sessions })
  const { clip, encode } = await openTiny(context)
  const file = { gligen_name: goldenFile('nets/gligen.weights.safetensors') }
  const { GLIGEN: gligen_textbox_model } = await gligenLoader.run(file, context)
  const place = { clip, gligen_textbox_model, width: 64, height: 40, x: 8, y: 20 }
  const conditioning_to = await encode('a room')
  const first = await gligenTextBoxApply.run({ ...place, conditioning_to, text: 'a cat' }, context)
  const how = { ...place, conditioning_to: first.CONDITIONING, text: 'a dog' }
  const [prompt] = (await gligenTextBoxApply.run(how, context)).CONDITIONING
  const [cat, dog] = prompt!.grounded!.boxes
  expect(prompt!.embedding).toBe(conditioning_to[0]!.embedding)
  expect(cat).toMatchObject({ x: 1, y: 2, width: 8, height: 5 })
  expect(cat!.words.dims).toEqual([1, prompt!.embedding.dims[2]])
  expect(dog!.words.data).not.toEqual(cat!.words.data)
})
