import { expect, test } from 'vitest'
import { zeros } from '../../../engine/tensor/tensor.ts'
import clipVisionLoader from '../../../nodes/loaders/clip-vision-loader.ts'
import ipAdapterBatch from '../../../nodes/packs/ipadapter/batch/ip-adapter-batch.ts'
import ipAdapterCombineEmbeds from '../../../nodes/packs/ipadapter/embeds/ip-adapter-combine-embeds.ts'
import ipAdapterEmbeds from '../../../nodes/packs/ipadapter/embeds/ip-adapter-embeds.ts'
import ipAdapterEncoder from '../../../nodes/packs/ipadapter/embeds/ip-adapter-encoder.ts'
import ipAdapter from '../../../nodes/packs/ipadapter/ip-adapter.ts'
import ipAdapterAdvanced from '../../../nodes/packs/ipadapter/ip-adapter-advanced.ts'
import ipAdapterApply from '../../../nodes/packs/ipadapter/ip-adapter-apply.ts'
import ipAdapterModelLoader from '../../../nodes/packs/ipadapter/ip-adapter-model-loader.ts'
import ipAdapterPreciseComposition from '../../../nodes/packs/ipadapter/ip-adapter-precise-composition.ts'
import ipAdapterPreciseStyleTransfer from '../../../nodes/packs/ipadapter/ip-adapter-precise-style-transfer.ts'
import ipAdapterStyleComposition from '../../../nodes/packs/ipadapter/ip-adapter-style-composition.ts'
import ipAdapterUnifiedLoader from '../../../nodes/packs/ipadapter/ip-adapter-unified-loader.ts'
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

/** The patch that a node puts on the model. */
const patchOf = ({ MODEL }: { MODEL: typeof model }) => {
  const patch = MODEL.patches!.at(-1)!
  if (patch.kind !== 'ip-adapter') throw new Error(`${patch.kind} is not an IP-Adapter`)
  return patch
}

test('encoded and combined pictures are the patch that the pictures themselves are', async () => {
  const ipadapter = await load('plus')
  const { pos_embed, neg_embed } = await ipAdapterEncoder.run(
    { ipadapter, image, weight: 1, mask: undefined, clip_vision },
    context,
  )
  const rest = { embed3: undefined, embed4: undefined, embed5: undefined }
  const { EMBEDS } = await ipAdapterCombineEmbeds.run(
    { embed1: pos_embed, embed2: pos_embed, ...rest, method: 'average' },
    context,
  )
  const { image_negative: _, combine_embeds: __, ...shared } = how
  const used = { model, ipadapter, pos_embed: EMBEDS, neg_embed, ...shared }
  const direct = patchOf(await ipAdapterAdvanced.run({ model, ipadapter, image, ...how }, context))
  expect(patchOf(await ipAdapterEmbeds.run(used, context))).toEqual(direct)
})

test('the nodes of single purposes are IPAdapter Advanced with their weights', async () => {
  const ipadapter = await load('plain')
  const shared = { model, ipadapter, image, ...how }
  const style = patchOf(await ipAdapterPreciseStyleTransfer.run({ ...shared, style_boost: 2 }, context))
  expect(style.weights).toEqual([1, 1, 1, 1, 0.5, 2, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1])
  expect(style.other?.transformers).toEqual([4, 5])
  const composed = patchOf(await ipAdapterPreciseComposition.run({ ...shared, composition_boost: 0 }, context))
  expect(composed.weights).toEqual([0, 0, 0, 0, 0.25, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])
  expect(patchOf(await ipAdapterBatch.run({ ...shared, encode_batch_size: 0 }, context)).unfold).toBe(true)
  const old = { noise: 0, weight_type: 'channel penalty', unfold_batch: false } as const
  expect(patchOf(await ipAdapterApply.run({ ...shared, ...old }, context))).toMatchObject({
    scaling: 'K+mean(V) w/ C penalty',
    unfold: false,
  })
})

test('style and composition of two pictures are refused for SD 1.x', async () => {
  const two = { image_style: image, image_composition: image, weight_style: 1, weight_composition: 1 }
  const inputs = { model, ipadapter: await load('plain'), ...how, ...two, expand_style: false }
  await expect(ipAdapterStyleComposition.run(inputs, context)).rejects.toThrow('are for SDXL')
})

test('a preset loads the adapter for the family and its encoder, and says which file is missing', async () => {
  const preset = 'PLUS (high strength)'
  const names = new Map([
    ['ip-adapter-plus_sd15', 'nets/ipadapter_plus.weights.safetensors'],
    ['CLIP-ViT-H-14-laion2B-s32B-b79K', 'nets/clip_vision.weights.safetensors'],
  ])
  const find = async (_: string, name: string) => (names.has(name) ? goldenFile(names.get(name)!) : null)
  const inputs = { model, preset, ipadapter: undefined } as const
  const { ipadapter } = await ipAdapterUnifiedLoader.run(inputs, { ...context, find })
  expect(ipadapter).toEqual({ ...(await load('plus')), vision: clip_vision })
  await expect(ipAdapterUnifiedLoader.run(inputs, context)).rejects.toThrow(
    'ip-adapter-plus_sd15.safetensors was not found. Put it into models/ipadapter.',
  )
})
