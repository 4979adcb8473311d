import { expect, test } from 'vitest'
import type { Model } from '../../../engine/pipeline/types.ts'
import { zeros } from '../../../engine/tensor/tensor.ts'
import loraLoader from '../../../nodes/loaders/lora-loader.ts'
import loraLoaderBlockWeight from '../../../nodes/loaders/lora-loader-block-weight.ts'
import ksampler from '../../../nodes/sampling/ksampler.ts'
import { goldenFile, tiny } from '../tiny.ts'

const { model, clip, prompts, context } = await tiny()
const lora_name = goldenFile('pipelines/lora_unet_te.safetensors')
const inputs = { model, clip, category_filter: 'All', lora_name, strength_model: 0.8, strength_clip: 0.8 }
const settings = { inverse: false, seed: 0n, A: 4, B: 1, preset: 'Preset', bypass: false }
const load = (block_vector: string, bypass = false) =>
  loraLoaderBlockWeight.run({ ...inputs, ...settings, block_vector, bypass }, context)

async function draw(model: Model): Promise<Float32Array> {
  const how = { seed: 1n, steps: 1, cfg: 1, sampler_name: 'euler', scheduler: 'normal', denoise: 1 } as const
  const { LATENT } = await ksampler.run(
    { model, ...prompts, ...how, latent_image: { samples: zeros([1, 4, 8, 8]) } },
    context,
  )
  return LATENT.samples.data
}
const farthest = (a: Float32Array, b: Float32Array) => Math.max(...a.map((value, i) => Math.abs(value - b[i]!)))
const ones = Array(17).fill(1)

test('1 everywhere is the plain loader, 0 everywhere the model without it', async () => {
  const strengths = { strength_model: 0.8, strength_clip: 0.8 }
  const whole = await loraLoader.run({ model, clip, lora_name, ...strengths }, context)
  const loaded = await load(ones.join())
  expect(farthest(await draw(loaded.model), await draw(whole.MODEL))).toBeLessThan(1e-4)
  expect(loaded.clip).toEqual(whole.CLIP)
  expect(loaded.populated_vector).toBe(ones.join())
  const off = await load(ones.map(() => 0).join())
  expect(await draw(off.model)).toEqual(await draw(model))
  expect(off.clip.loras.map(({ strength }) => strength)).toEqual([0])
})

test('other numbers need no new session, and change the picture', async () => {
  const [first, second] = [await load(`1,R,1,${'0,'.repeat(13)}1`), await load(`0.5,R,0,${'1,'.repeat(13)}0.2`)]
  const before = await draw(first.model)
  const created = () => context.sessions.timings.reduce((n, timing) => n + timing.created, 0)
  const made = created()
  expect(await draw(second.model)).not.toEqual(before)
  expect(created()).toBe(made)
})

test('bypassed it changes nothing; a text that is not a vector is refused', async () => {
  expect(await load('', true)).toEqual({ model, clip, populated_vector: '' })
  await expect(load('1,2,3')).rejects.toThrow('Block weights must be 12 or more numbers')
})
