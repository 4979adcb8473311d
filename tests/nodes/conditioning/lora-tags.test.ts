import { expect, test } from 'vitest'
import type { Clip, Conditioning, Model } from '../../../engine/pipeline/types.ts'
import { zeros } from '../../../engine/tensor/tensor.ts'
import conditioningZeroOut from '../../../nodes/advanced/conditioning/conditioning-zero-out.ts'
import clipTextEncode from '../../../nodes/conditioning/clip-text-encode.ts'
import conditioningAverage from '../../../nodes/conditioning/conditioning-average.ts'
import conditioningCombine from '../../../nodes/conditioning/conditioning-combine.ts'
import conditioningConcat from '../../../nodes/conditioning/conditioning-concat.ts'
import loraLoader from '../../../nodes/loaders/lora-loader.ts'
import loraLoaderModelOnly from '../../../nodes/loaders/lora-loader-model-only.ts'
import ksampler from '../../../nodes/sampling/ksampler.ts'
import { testContext } from '../context.ts'
import { goldenFile, tiny } from '../tiny.ts'

const lora_name = goldenFile('pipelines/lora_unet_te.safetensors')
const others = ['loha', 'lokr', 'dora_in', 'oft', 'full_diff']
const find = async (folder: string, name: string) => {
  if (folder !== 'loras') return null
  if (name === 'style') return lora_name
  return others.includes(name) ? goldenFile(`nets/lora/${name}.safetensors`) : null
}
const { model, clip, prompts, context } = await tiny(testContext({ find }))
const strengths = { strength_model: 0.8, strength_clip: 0.8 }
const loaded = await loraLoader.run({ model, clip, lora_name, ...strengths }, context)

const encode = async (text: string, on: Clip = clip) =>
  (await clipTextEncode.run({ text, clip: on }, context)).CONDITIONING
const combine = async (conditioning_1: Conditioning, conditioning_2: Conditioning) =>
  (await conditioningCombine.run({ conditioning_1, conditioning_2 }, context)).CONDITIONING

async function draw(model: Model, positive: Conditioning): Promise<Float32Array> {
  const how = { seed: 1n, steps: 2, cfg: 4, sampler_name: 'euler', scheduler: 'normal', denoise: 1 } as const
  const latent_image = { samples: zeros([1, 4, 8, 8]) }
  const { LATENT } = await ksampler.run({ model, positive, negative: prompts.negative, ...how, latent_image }, context)
  return LATENT.samples.data
}

test('a tag in the prompt gives the picture of a LoRA Loader', async () => {
  const drawn = await draw(model, await encode('a cat <lora:style:0.8>'))
  expect(drawn).toEqual(await draw(loaded.MODEL, await encode('a cat', loaded.CLIP)))
  expect(drawn).not.toEqual(await draw(model, await encode('a cat')))
})

test('a tag may name a LoRA of any kind', async () => {
  const tagged = await draw(model, await encode(`a cat ${others.map(name => `<lora:${name}:0.5>`).join(' ')}`))
  let wired = model
  for (const name of others) {
    const lora_name = goldenFile(`nets/lora/${name}.safetensors`)
    wired = (await loraLoaderModelOnly.run({ model: wired, lora_name, strength_model: 0.5 }, context)).MODEL
  }
  expect(tagged).toEqual(await draw(wired, await encode('a cat')))
})

test('two combined prompts that name the same LoRA apply it once', async () => {
  const tagged = await combine(await encode('a cat <lora:style:0.8>'), await encode('a dog <lora:style:0.8>'))
  const wired = await combine(await encode('a cat', loaded.CLIP), await encode('a dog', loaded.CLIP))
  expect(await draw(model, tagged)).toEqual(await draw(loaded.MODEL, wired))
})

test('every node that changes prompts keeps their LoRAs', async () => {
  const [plain, tagged] = [await encode('a cat'), await encode('a dog <lora:style:0.8>')]
  const loras = [{ file: lora_name, strength: 0.8 }]
  const run = {
    concat: (to: Conditioning, from: Conditioning) =>
      conditioningConcat.run({ conditioning_to: to, conditioning_from: from }, context),
    average: (to: Conditioning, from: Conditioning) =>
      conditioningAverage.run({ conditioning_to: to, conditioning_from: from, conditioning_to_strength: 0.5 }, context),
    zeroOut: (conditioning: Conditioning) => conditioningZeroOut.run({ conditioning }, context),
  }
  for (const join of [run.concat, run.average])
    for (const [to, from] of [
      [plain, tagged],
      [tagged, plain],
      [tagged, tagged],
    ] as const)
      expect((await join(to, from)).CONDITIONING[0]?.loras).toEqual(loras)
  expect((await run.zeroOut(tagged)).CONDITIONING[0]?.loras).toEqual(loras)
  expect((await combine(plain, tagged)).map(({ loras }) => loras)).toEqual([undefined, loras])
})
