import { expect, test } from 'vitest'
import { zeros } from '../../../engine/tensor/tensor.ts'
import effLoaderSdxl from '../../../nodes/packs/efficiency/sdxl/eff-loader-sdxl.ts'
import ksamplerSdxl from '../../../nodes/packs/efficiency/sdxl/ksampler-sdxl.ts'
import packSdxlTuple from '../../../nodes/packs/efficiency/sdxl/pack-sdxl-tuple.ts'
import unpackSdxlTuple from '../../../nodes/packs/efficiency/sdxl/unpack-sdxl-tuple.ts'
import ksamplerAdvanced from '../../../nodes/sampling/ksampler-advanced.ts'
import { testContext } from '../context.ts'
import { goldenFile } from '../tiny.ts'

const context = testContext()
const loaded = await effLoaderSdxl.run(
  {
    base_ckpt_name: goldenFile('pipelines/tiny_sdxl.safetensors'),
    base_clip_skip: -2,
    refiner_ckpt_name: undefined,
    refiner_clip_skip: -2,
    positive_ascore: 6,
    negative_ascore: 2,
    vae_name: undefined,
    positive: 'a cat',
    negative: '',
    token_normalization: 'none',
    weight_interpretation: 'comfy',
    empty_latent_width: 64,
    empty_latent_height: 64,
    batch_size: 1,
    lora_stack: undefined,
    cnet_stack: undefined,
  },
  context,
)
const { base } = loaded.SDXL_TUPLE
const settings = { noise_seed: 1n, steps: 3, cfg: 2, sampler_name: 'euler', scheduler: 'normal' } as const
const more = { preview_method: 'auto', vae_decode: 'false', optional_vae: undefined, script: undefined } as const

test('the refiner continues the steps of the base model from refine_at_step', async () => {
  const given = { ...settings, ...more, start_at_step: 0, latent_image: loaded.LATENT }
  const both = { ...base, refiner_model: base.model, refiner_clip: base.clip }
  const sides = {
    base_model: base.model,
    base_clip: base.clip,
    base_positive: base.positive,
    base_negative: base.negative,
  }
  const refined = { refiner_positive: both.positive, refiner_negative: both.negative }
  const { SDXL_TUPLE: pair } = await packSdxlTuple.run({ ...sides, ...both, ...refined }, context)
  const alone = await ksamplerSdxl.run({ ...given, sdxl_tuple: loaded.SDXL_TUPLE, refine_at_step: -1 }, context)
  const parts = await ksamplerSdxl.run({ ...given, sdxl_tuple: pair, refine_at_step: 2 }, context)
  const how = { start_at_step: 0, end_at_step: 3, add_noise: 'enable', return_with_leftover_noise: 'disable' } as const
  const plain = await ksamplerAdvanced.run({ ...base, ...settings, ...how, latent_image: loaded.LATENT }, context)
  for (const { LATENT } of [alone, parts])
    LATENT.samples.data.forEach((value, i) => {
      expect(value).toBeCloseTo(plain.LATENT.samples.data[i]!, 4)
    })
})

test('a tuple without a refiner has only the parts of the base model', async () => {
  const parts = await unpackSdxlTuple.run({ sdxl_tuple: loaded.SDXL_TUPLE }, context)
  expect([parts.BASE_MODEL, parts.REFINER_MODEL]).toEqual([base.model, undefined])
  expect(loaded.LATENT.samples).toEqual(zeros([1, 4, 8, 8]))
})
