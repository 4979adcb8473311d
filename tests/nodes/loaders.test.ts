import { expect, test } from 'vitest'
import vaeDecode from '../../nodes/latent/vae-decode.ts'
import loraLoaderModelOnly from '../../nodes/loaders/lora-loader-model-only.ts'
import vaeLoader from '../../nodes/loaders/vae-loader.ts'
import { expectClose, golden, goldenFile, tiny } from './tiny.ts'

const { model, vae, context } = await tiny()

test('a VAE from its own file decodes as the one in the checkpoint', async () => {
  const own = (await vaeLoader.run({ vae_name: goldenFile('pipelines/tiny_sd15.safetensors') }, context)).VAE
  const samples = { samples: golden('sd1.txt2img.euler.latent') }
  const levels = async (vae: typeof own) => {
    const { IMAGE } = await vaeDecode.run({ samples, vae }, context)
    return { dims: IMAGE.dims, data: IMAGE.data.map(x => Math.floor(255 * x)) }
  }
  expectClose(await levels(own), 'sd1.txt2img.euler.image_u8', 1.5)
  expect(await levels(own)).toEqual(await levels(vae))
})

test('a file without a VAE is refused with its name', async () => {
  const vae_name = goldenFile('nets/lora/kohya_linear.safetensors')
  await expect(vaeLoader.run({ vae_name }, context)).rejects.toThrow('kohya_linear.safetensors')
})

test('LoRAs are stacked in the order of their nodes, and the input model is not changed', async () => {
  const lora_name = goldenFile('nets/lora/kohya_linear.safetensors')
  const once = (await loraLoaderModelOnly.run({ model, lora_name, strength_model: 0.8 }, context)).MODEL
  const twice = (await loraLoaderModelOnly.run({ model: once, lora_name, strength_model: -0.3 }, context)).MODEL
  expect(twice.loras.map(({ strength }) => strength)).toEqual([0.8, -0.3])
  expect(model.loras).toEqual([])
})
