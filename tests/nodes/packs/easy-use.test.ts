import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import a1111Loader from '../../../nodes/packs/easy-use/a1111-loader.ts'
import comfyLoader from '../../../nodes/packs/easy-use/comfy-loader.ts'
import easySampler from '../../../nodes/packs/easy-use/ksampler.ts'
import preSampling from '../../../nodes/packs/easy-use/pre-sampling.ts'
import preSamplingAdvanced from '../../../nodes/packs/easy-use/pre-sampling-advanced.ts'
import ksampler from '../../../nodes/sampling/ksampler.ts'
import { testContext } from '../context.ts'
import { goldenFile, tiny } from '../tiny.ts'

const temp = await mkdtemp(join(tmpdir(), 'easy-use-'))
afterAll(() => rm(temp, { recursive: true }))
const { context } = await tiny(testContext({ folders: { output: temp, temp } }))
const loading = {
  ckpt_name: goldenFile('pipelines/tiny_sd15.safetensors'),
  vae_name: undefined,
  clip_skip: -2,
  lora_name: undefined,
  lora_model_strength: 1,
  lora_clip_strength: 1,
  resolution: 'width x height (custom)',
  empty_latent_width: 64,
  empty_latent_height: 128,
  positive: 'a (cat:1.3)',
  negative: '',
  batch_size: 2,
  optional_lora_stack: undefined,
  optional_controlnet_stack: undefined,
} as const
const settings = { steps: 2, cfg: 4, sampler_name: 'euler', scheduler: 'normal', seed: 1n } as const
const nothing = { image_to_latent: undefined, latent: undefined }
const showing = { image_output: 'Preview', link_id: 0, save_prefix: 'easy', model: undefined } as const

test('a pipe is sampled as KSampler samples its parts, decoded and shown', async () => {
  const { pipe } = await comfyLoader.run(loading, context)
  expect([pipe.samples.samples.dims, pipe.clip.layer]).toEqual([[2, 4, 16, 8], -2])
  const set = await preSampling.run({ pipe, ...settings, denoise: 1, ...nothing }, context)
  const made = await easySampler.run({ pipe: set.pipe, ...showing }, context)
  const { model, positive, negative, samples: latent_image } = pipe
  const plain = await ksampler.run({ model, positive, negative, latent_image, denoise: 1, ...settings }, context)
  expect(made.pipe.samples).toEqual(plain.LATENT)
  expect([made.image.dims, context.shown.length]).toEqual([[2, 128, 64, 3], 2])
})

test('the loader of AUTOMATIC1111 weights prompts in its way', async () => {
  const [theirs, ours] = [
    await a1111Loader.run({ ...loading, a1111_prompt_style: false }, context),
    await comfyLoader.run(loading, context),
  ]
  expect(theirs.pipe.positive).not.toEqual(ours.pipe.positive)
  expect(theirs.pipe.negative).toEqual(ours.pipe.negative)
  await expect(a1111Loader.run({ ...loading, a1111_prompt_style: true }, context)).rejects.toThrow('prompt_style off')
})

test('the noise of a graphics card is another one; a pipe without settings is refused', async () => {
  const { pipe } = await comfyLoader.run({ ...loading, resolution: '128 x 128' }, context)
  const part = { start_at_step: 0, end_at_step: 1, return_with_leftover_noise: 'enable' } as const
  const sample = async (add_noise: 'enable (CPU)' | 'enable (GPU=A1111)') => {
    const set = await preSamplingAdvanced.run({ pipe, ...settings, ...part, add_noise, ...nothing }, context)
    return (await easySampler.run({ pipe: set.pipe, ...showing, image_output: 'Hide' }, context)).pipe.samples
  }
  const onCpu = await sample('enable (CPU)')
  expect(onCpu.samples.dims).toEqual([2, 4, 16, 16])
  expect(await sample('enable (GPU=A1111)')).not.toEqual(onCpu)
  await expect(easySampler.run({ pipe, ...showing }, context)).rejects.toThrow('put PreSampling before it')
})
