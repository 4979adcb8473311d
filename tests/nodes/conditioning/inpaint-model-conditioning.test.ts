import { expect, test } from 'vitest'
import type { Conditioning, Latent } from '../../../engine/pipeline/types.ts'
import { zeros } from '../../../engine/tensor/tensor.ts'
import inpaintModelConditioning from '../../../nodes/conditioning/inpaint/inpaint-model-conditioning.ts'
import checkpointLoader from '../../../nodes/loaders/checkpoint-loader-simple.ts'
import ksampler from '../../../nodes/sampling/ksampler.ts'
import { expectClose, golden, goldenFile, tiny } from '../tiny.ts'

const { vae, prompts, context } = await tiny()
const source = golden('source_u8')
const pixels = { dims: source.dims, data: source.data.map(level => level / 255) }
const mask = golden('mask')
const ckpt_name = goldenFile('nets/unet_inpaint.weights.safetensors')
const { MODEL: model } = await checkpointLoader.run({ ckpt_name }, context)

async function paint(prompts: { positive: Conditioning; negative: Conditioning }, latent_image: Latent, steps: number) {
  const how = { seed: 42n, steps, cfg: 7, denoise: 1, sampler_name: 'euler', scheduler: 'normal' } as const
  return (await ksampler.run({ model, ...prompts, latent_image, ...how }, context)).LATENT.samples
}

test('a 9-channel model gets the picture without its masked part and fills it as in ComfyUI', async () => {
  const shown = await inpaintModelConditioning.run({ ...prompts, vae, pixels, mask, noise_mask: true }, context)
  expectClose(shown.positive[0]?.inpaint?.latent, 'inpaintmodel.concat_latent_image', 1e-4)
  expectClose(await paint(shown, shown.latent, 5), 'inpaintmodel.noise_mask.latent')
})

test('without that node the model gets a grey picture and paints all of it', async () => {
  expectClose(await paint(prompts, { samples: zeros([1, 4, 16, 16]) }, 4), 'inpaintmodel.no_cond.latent')
})

test('without a noise mask the rest of the picture may change too', async () => {
  const { latent } = await inpaintModelConditioning.run({ ...prompts, vae, pixels, mask, noise_mask: false }, context)
  expect(latent.noiseMask).toBeUndefined()
})
