import { expect, test } from 'vitest'
import imageUpscaleWithModel from '../../../../nodes/image/upscaling/image-upscale-with-model.ts'
import upscaleModelLoader from '../../../../nodes/loaders/upscale-model-loader.ts'
import { readGolden } from '../../../goldens/read.ts'
import { testContext } from '../../context.ts'
import { goldenFile } from '../../tiny.ts'

const io = readGolden('nets/esrgan.io.safetensors')
const context = testContext()

test('a picture through Load Upscale Model and Upscale Image is ComfyUI’s', async () => {
  const model_name = goldenFile('nets/esrgan_x2.new_keys.weights.safetensors')
  const { UPSCALE_MODEL } = await upscaleModelLoader.run({ model_name }, context)
  const { dims, data } = io.get('x2.pixels_u8')!
  const image = { dims, data: data.map(v => v / 255) }
  const { IMAGE } = await imageUpscaleWithModel.run({ upscale_model: UPSCALE_MODEL, image }, context)
  const golden = io.get('x2.image_clamped_bhwc')!
  expect(IMAGE.dims).toEqual(golden.dims)
  expect(Math.max(...golden.data.map((v, i) => Math.abs(v - IMAGE.data[i]!)))).toBeLessThan(1e-4)
})

test('a VAE is not mistaken for an upscaler', async () => {
  const model_name = goldenFile('nets/taesd_decoder.weights.safetensors')
  await expect(upscaleModelLoader.run({ model_name }, context)).rejects.toThrow(
    'nets/taesd_decoder.weights.safetensors is not an upscaler: it is a TAESD',
  )
})
