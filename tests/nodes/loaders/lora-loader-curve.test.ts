import { expect, test } from 'vitest'
import { Sessions } from '../../../engine/runtime/sessions.ts'
import loraLoaderCurve from '../../../nodes/loaders/lora-loader-curve.ts'
import loraLoaderModelOnly from '../../../nodes/loaders/lora-loader-model-only.ts'
import ksampler from '../../../nodes/sampling/ksampler.ts'
import { testContext } from '../context.ts'
import { empty } from '../draw-case.ts'
import { goldenFile, openTiny } from '../tiny.ts'

const lora_name = goldenFile('pipelines/lora_unet_te.safetensors')
const sessions = new Sessions({ device: 'cpu', threads: 1 })
const context = testContext({ sessions, find: async (_, name) => (name === 'style' ? lora_name : null) })
const { model, encode } = await openTiny(context)
const how = { seed: 1n, steps: 4, cfg: 1, sampler_name: 'euler', scheduler: 'normal', denoise: 1 } as const
async function draw(of: typeof model, text = 'a cat') {
  const positive = await encode(text)
  const { LATENT } = await ksampler.run(
    { ...how, model: of, positive, negative: positive, latent_image: empty(1) },
    context,
  )
  return LATENT.samples.data
}
const curved = async (strength: string) => (await loraLoaderCurve.run({ model, lora_name, strength }, context)).MODEL

test('a level curve is the LoRA of that strength, and another curve that of the same curve in a prompt', async () => {
  const { MODEL: plain } = await loraLoaderModelOnly.run({ model, lora_name, strength_model: 0.7 }, context)
  expect(await draw(await curved('0.7@0'))).toEqual(await draw(plain))
  expect(await draw(await curved('0@0, 0@1'))).toEqual(await draw(model))
  const falling = await draw(await curved('1@0, 0@0.5'))
  expect(falling).not.toEqual(await draw(await curved('1@0, 0@1')))
})

test('a moved point makes no session and encodes nothing again', async () => {
  await draw(await curved('1@0, 0@1'))
  const made = () => sessions.timings.map(({ label, created }) => `${label} ${created}`)
  const before = made()
  for (const strength of ['1@0, 0.2@0.3, 0@1', '0.5@0', '-1@0.1, 2@0.9']) await draw(await curved(strength))
  expect(made()).toEqual(before)
})

test('a curve that came over a wire is refused in a sentence', async () => {
  await expect(curved('1@0, 0@2')).rejects.toThrow('expected shares of the steps from 0 to 1, got 2 in "0@2"')
})
