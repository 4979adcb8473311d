import { expect, test } from 'vitest'
import unetLoader from '../../../../nodes/advanced/loaders/unet-loader.ts'
import { testContext } from '../../context.ts'
import { goldenFile } from '../../tiny.ts'

const context = testContext()
const load = (name: string) => unetLoader.run({ unet_name: goldenFile(name), weight_dtype: 'default' }, context)

test('a UNet in diffusers’ names that takes the guidance scale is sampled as LCM was trained', async () => {
  const { MODEL } = await load('nets/unet_lcm_guidance_diffusers.weights.safetensors')
  expect(MODEL.sampling).toEqual({ prediction: 'lcm', timesteps: 'distilled', zsnr: false })
})

test('a file without a UNet is refused with its kind', async () => {
  await expect(load('nets/text_sd2.weights.safetensors')).rejects.toThrow(
    'text_sd2.weights.safetensors is not a diffusion model: it is a text encoder alone',
  )
})
