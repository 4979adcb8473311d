import { expect, test } from 'vitest'
import { zeros } from '../../../engine/tensor/tensor.ts'
import vaeEncode from '../../../nodes/latent/vae-encode.ts'
import tcdSampler from '../../../nodes/sampling/tcd-sampler.ts'
import { expectClose, golden, tiny } from '../tiny.ts'

const { model, vae, prompts, context } = await tiny()
const empty = { samples: zeros([1, 4, 16, 16]) }
const usual = { model, ...prompts, latent: empty, seed: 42n, steps: 4, cfg: 1, eta: 0.3, denoise: 1 }

test.each([
  [1, 1, 'tcd1.eta1.0'],
  [4, 0, 'tcd4.eta0.0'],
  [4, 0.3, 'tcd4.eta0.3'],
  [8, 0.3, 'tcd8.eta0.3'],
])('%i steps at eta %f draw what ComfyUI-TCD draws with two nodes', async (steps, eta, name) => {
  const { LATENT } = await tcdSampler.run({ ...usual, steps, eta }, context)
  expectClose(LATENT.samples, `sd1.${name}.latent`)
})

test('below denoise 1 it starts from the picture', async () => {
  const source = golden('source_u8')
  const pixels = { dims: source.dims, data: source.data.map(level => level / 255) }
  const { LATENT: latent } = await vaeEncode.run({ pixels, vae }, context)
  expectClose(
    (await tcdSampler.run({ ...usual, latent, denoise: 0.6 }, context)).LATENT.samples,
    'sd1.img2img.tcd4.d0.6.latent',
  )
})

test('denoise 0 changes nothing', async () => {
  expect((await tcdSampler.run({ ...usual, denoise: 0 }, context)).LATENT).toBe(empty)
})
