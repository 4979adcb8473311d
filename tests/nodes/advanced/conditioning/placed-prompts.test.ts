import { expect, test } from 'vitest'
import { zeros } from '../../../../engine/tensor/tensor.ts'
import clipTextEncodeSdxl from '../../../../nodes/advanced/conditioning/clip-text-encode-sdxl.ts'
import clipTextEncodeSdxlRefiner from '../../../../nodes/advanced/conditioning/clip-text-encode-sdxl-refiner.ts'
import setTimestepRange from '../../../../nodes/advanced/conditioning/conditioning-set-timestep-range.ts'
import setArea from '../../../../nodes/conditioning/conditioning-set-area.ts'
import setAreaPercentage from '../../../../nodes/conditioning/conditioning-set-area-percentage.ts'
import setAreaStrength from '../../../../nodes/conditioning/conditioning-set-area-strength.ts'
import setMask from '../../../../nodes/conditioning/conditioning-set-mask.ts'
import checkpointLoader from '../../../../nodes/loaders/checkpoint-loader-simple.ts'
import ksampler from '../../../../nodes/sampling/ksampler.ts'
import { testContext } from '../../context.ts'
import { goldenFile, tiny } from '../../tiny.ts'

const context = testContext()
const conditioning = [{ embedding: zeros([1, 77, 8]) }]

test('an area in pixels is an eighth of that in latent pixels', async () => {
  const { CONDITIONING } = await setArea.run({ conditioning, width: 72, height: 64, x: 8, y: 16, strength: 2 }, context)
  expect(CONDITIONING[0]).toMatchObject({ area: { unit: 'pixels', width: 9, height: 8, x: 1, y: 2 }, strength: 2 })
})

test('an area in shares stays in shares until the picture’s size is known', async () => {
  const inputs = { conditioning, width: 0.5, height: 1, x: 0.5, y: 0, strength: 1 }
  expect((await setAreaPercentage.run(inputs, context)).CONDITIONING[0]!.area).toEqual({
    unit: 'shares',
    width: 0.5,
    height: 1,
    x: 0.5,
    y: 0,
  })
})

test('a strength can be changed afterwards, and each entry keeps the rest', async () => {
  const { CONDITIONING } = await setArea.run({ conditioning, width: 64, height: 64, x: 0, y: 0, strength: 1 }, context)
  const changed = (await setAreaStrength.run({ conditioning: CONDITIONING, strength: 0.3 }, context)).CONDITIONING
  expect(changed[0]).toMatchObject({ area: { width: 8 }, strength: 0.3 })
})

test('a mask is kept with its strength', async () => {
  const mask = zeros([1, 8, 8])
  const { CONDITIONING } = await setMask.run(
    { conditioning, mask, strength: 0.8, set_cond_area: 'mask bounds' },
    context,
  )
  expect(CONDITIONING[0]!.mask).toEqual({ mask, strength: 0.8, boundsOnly: true })
})

test('a range of timesteps is kept with the prompt', async () => {
  const { CONDITIONING } = await setTimestepRange.run({ conditioning, start: 0.2, end: 0.7 }, context)
  expect(CONDITIONING[0]!.range).toEqual({ start: 0.2, end: 0.7 })
})

test('a prompt for SDXL on an SD 1.x model is refused, naming the model and what to do', async () => {
  const { model, prompts } = await tiny(context)
  const { CLIP } = await checkpointLoader.run({ ckpt_name: goldenFile('pipelines/tiny_sdxl.safetensors') }, context)
  const sizes = { width: 64, height: 64, crop_w: 0, crop_h: 0, target_width: 64, target_height: 64 }
  const { CONDITIONING } = await clipTextEncodeSdxl.run({ clip: CLIP, ...sizes, text_g: 'a', text_l: 'a' }, context)
  const how = { seed: 1n, steps: 1, cfg: 1, sampler_name: 'euler', scheduler: 'simple', denoise: 1 } as const
  const latent_image = { samples: zeros([1, 4, 8, 8]) }
  const drawn = ksampler.run({ model, ...how, ...prompts, positive: CONDITIONING, latent_image }, context)
  await expect(drawn).rejects.toThrow(
    /tiny_sd15\.safetensors was made for .*connect MODEL and CLIP from the same checkpoint/,
  )
})

test('the refiner’s prompt has its score', async () => {
  const { CLIP } = await checkpointLoader.run({ ckpt_name: goldenFile('pipelines/tiny_sdxl.safetensors') }, context)
  const clip = { ...CLIP, encoders: CLIP.encoders.filter(({ kind }) => kind === 'clipG') }
  const inputs = { ascore: 7.5, width: 512, height: 768, text: 'a cat', clip }
  const { CONDITIONING } = await clipTextEncodeSdxlRefiner.run(inputs, context)
  expect(CONDITIONING[0]).toMatchObject({ sizes: { width: 512, height: 768, aestheticScore: 7.5 } })
  expect(CONDITIONING[0]!.embedding.dims).toEqual([1, 77, 32])
})
