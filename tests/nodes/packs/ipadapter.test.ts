import { expect, test } from 'vitest'
import { zeros } from '../../../engine/tensor/tensor.ts'
import clipVisionLoader from '../../../nodes/loaders/clip-vision-loader.ts'
import ipAdapter from '../../../nodes/packs/ipadapter/ip-adapter.ts'
import ipAdapterAdvanced from '../../../nodes/packs/ipadapter/ip-adapter-advanced.ts'
import ipAdapterModelLoader from '../../../nodes/packs/ipadapter/ip-adapter-model-loader.ts'
import ksampler from '../../../nodes/sampling/ksampler.ts'
import { sessions } from '../../engine/runtime/shared-sessions.ts'
import { readGolden } from '../../goldens/read.ts'
import { testContext } from '../context.ts'
import { goldenFile, openTiny } from '../tiny.ts'

const context = testContext()
const { model, encode } = await openTiny(context)
const [positive, negative] = [await encode('a cat'), await encode('blurry')]
const { CLIP_VISION: clip_vision } = await clipVisionLoader.run(
  { clip_name: goldenFile('nets/clip_vision.weights.safetensors') },
  context,
)
const load = async (kind: 'plain' | 'plus') =>
  (
    await ipAdapterModelLoader.run(
      { ipadapter_file: goldenFile(`nets/ipadapter_${kind}.weights.safetensors`) },
      context,
    )
  ).IPADAPTER
const bytes = readGolden('nets/clip_vision.io.safetensors').get('1.image_u8')!
const image = { dims: bytes.dims, data: bytes.data.map(byte => byte / 255) }

const how = {
  weight: 1,
  weight_type: 'linear',
  combine_embeds: 'concat',
  start_at: 0,
  end_at: 1,
  embeds_scaling: 'V only',
  image_negative: undefined,
  attn_mask: undefined,
  clip_vision,
} as const

const draw = async (drawn: typeof model) => {
  const sampling = { seed: 1n, steps: 1, cfg: 3, sampler_name: 'euler', scheduler: 'normal', denoise: 1 } as const
  const latent_image = { samples: zeros([1, 4, 8, 8]) }
  const { LATENT } = await ksampler.run({ model: drawn, ...sampling, positive, negative, latent_image }, context)
  return LATENT.samples.data
}
const counts = () =>
  sessions.timings.map(({ label, created, runs }) => [label, created, label.startsWith('UNet') ? '' : runs])

test('a moved weight, start or end draws another picture without a new session and without encoding again', async () => {
  const ipadapter = await load('plus')
  const advanced = async (more: object) =>
    draw((await ipAdapterAdvanced.run({ model, ipadapter, image, ...how, ...more }, context)).MODEL)
  const full = await advanced({})
  const plain = await draw(model)
  const before = counts()
  expect(await advanced({ weight: 0 })).toEqual(plain)
  expect(await advanced({ start_at: 1 })).toEqual(plain)
  expect(await advanced({ weight: 0.5 })).not.toEqual(full)
  expect(await advanced({ weight: 0.5, weight_type: 'ease in' })).not.toEqual(await advanced({ weight: 0.5 }))
  expect(counts()).toEqual(before)
})

test('an adapter without its picture encoder says which one it needs and where to put it', async () => {
  const inputs = {
    model,
    ipadapter: await load('plain'),
    image,
    weight: 1,
    start_at: 0,
    end_at: 1,
    attn_mask: undefined,
  }
  await expect(ipAdapter.run({ ...inputs, weight_type: 'standard' }, context)).rejects.toThrow(
    'needs the CLIP vision model ViT-H (CLIP-ViT-H-14-laion2B-s32B-b79K.safetensors): put it into models/clip_vision',
  )
})
