import { expect, test } from 'vitest'
import type { IpAdapterUse } from '../../../engine/pipeline/patches/ip-adapter.ts'
import type { Model } from '../../../engine/pipeline/types.ts'
import { rows, stack, tensor, zeros } from '../../../engine/tensor/tensor.ts'
import clipVisionLoader from '../../../nodes/loaders/clip-vision-loader.ts'
import ipAdapterBatch from '../../../nodes/packs/ipadapter/batch/ip-adapter-batch.ts'
import enhancerBatch from '../../../nodes/packs/ipadapter/batch/ip-adapter-clip-vision-enhancer-batch.ts'
import compositionBatch from '../../../nodes/packs/ipadapter/batch/ip-adapter-precise-composition-batch.ts'
import styleBatch from '../../../nodes/packs/ipadapter/batch/ip-adapter-precise-style-transfer-batch.ts'
import pairBatch from '../../../nodes/packs/ipadapter/batch/ip-adapter-style-composition-batch.ts'
import tiledBatch from '../../../nodes/packs/ipadapter/batch/ip-adapter-tiled-batch.ts'
import embedsBatch from '../../../nodes/packs/ipadapter/embeds/ip-adapter-embeds-batch.ts'
import ipAdapterAdvanced from '../../../nodes/packs/ipadapter/ip-adapter-advanced.ts'
import enhancer from '../../../nodes/packs/ipadapter/ip-adapter-clip-vision-enhancer.ts'
import ipAdapterModelLoader from '../../../nodes/packs/ipadapter/ip-adapter-model-loader.ts'
import combineParams from '../../../nodes/packs/ipadapter/params/ip-adapter-combine-params.ts'
import fromParams from '../../../nodes/packs/ipadapter/params/ip-adapter-from-params.ts'
import regional from '../../../nodes/packs/ipadapter/params/ip-adapter-regional-conditioning.ts'
import weightsNode from '../../../nodes/packs/ipadapter/weights/ip-adapter-weights.ts'
import ksampler from '../../../nodes/sampling/ksampler.ts'
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
const plus = await load('plus')
const bytes = readGolden('nets/clip_vision.io.safetensors').get('1.image_u8')!
const image = { dims: bytes.dims, data: bytes.data.map(byte => byte / 255) }
const two = stack([image, { dims: image.dims, data: image.data.map(value => 1 - value) }])

const shared = { model, ipadapter: plus, start_at: 0, end_at: 1, embeds_scaling: 'V only' } as const
const optional = { image_negative: undefined, attn_mask: undefined, clip_vision }
const how = { ...shared, ...optional, weight: 1, weight_type: 'linear', encode_batch_size: 0 } as const
const patchesOf = ({ MODEL }: { readonly MODEL: Model }) => MODEL.patches as readonly IpAdapterUse[]
const patchOf = (made: { readonly MODEL: Model }) => patchesOf(made).at(-1)!

const draw = async (drawn: Model) => {
  const sampling = { seed: 1n, steps: 1, cfg: 3, sampler_name: 'euler', scheduler: 'normal', denoise: 1 } as const
  const latent_image = { samples: zeros([2, 4, 8, 8]) }
  return (await ksampler.run({ model: drawn, ...sampling, positive, negative, latent_image }, context)).LATENT.samples
}

test('weights from a list count image by image, and an image of weight 0 is the model’s own, bit for bit', async () => {
  const custom = { timing: 'custom', weights: '0, 0.8', frames: 0, start_frame: 0, end_frame: 9999 } as const
  const rest = { add_starting_frames: 0, add_ending_frames: 0, method: 'full batch', image: undefined } as const
  const { weights, weights_invert } = await weightsNode.run({ ...custom, ...rest }, context)
  const drawn = async (weight: readonly number[]) =>
    draw((await ipAdapterBatch.run({ ...how, image: two, weight }, context)).MODEL)
  const [plain, first, second] = [await draw(model), await drawn(weights), await drawn(weights_invert)]
  expect(rows(first, 0, 1).data).toEqual(rows(plain, 0, 1).data)
  expect(rows(first, 1, 2).data).not.toEqual(rows(plain, 1, 2).data)
  expect(rows(second, 1, 2).data).toEqual(rows(plain, 1, 2).data)
  const both = { ...how, image: two, combine_embeds: 'concat' } as const
  expect(patchOf(await ipAdapterAdvanced.run({ ...both, weight: [0.3, 0.9] }, context)).weights[0]).toBe(0.3)
})

test('the nodes for batches are those for one picture, image by image', async () => {
  const combine_embeds = 'concat' as const
  const style = await styleBatch.run({ ...how, image: two, style_boost: 2, combine_embeds, weight: [1, 0.5] }, context)
  expect(patchOf(style)).toMatchObject({ unfold: true, other: { transformers: [4, 5] } })
  expect(patchOf(style).each!.map(all => [all[0], all[5]])).toEqual([
    [1, 2],
    [0.5, 2],
  ])
  const boost = { composition_boost: 0, combine_embeds, weight: [1, 0.5] } as const
  const composed = patchOf(await compositionBatch.run({ ...how, image: two, ...boost }, context))
  expect(composed.each!.map(all => [all[0], all[5]])).toEqual([
    [0, 1],
    [0, 0.5],
  ])
  const { pos_embed, neg_embed } = { pos_embed: patchOf(style).tokens.drawn, neg_embed: undefined }
  await expect(embedsBatch.run({ ...how, pos_embed, neg_embed }, context)).rejects.toThrow('CLIP vision model')
  const tiled = await tiledBatch.run({ ...how, image: two, sharpening: 0 }, context)
  expect(patchOf(tiled)).toMatchObject({ unfold: true, tokens: { drawn: { dims: [2, 8, 24] } } })
  const pair = { image_style: two, image_composition: two, weight_style: 1, weight_composition: 1, expand_style: false }
  await expect(pairBatch.run({ ...how, ...pair }, context)).rejects.toThrow('are for SDXL')
})

test('the parts of a picture are a second picture, or are mixed into each of several', async () => {
  const parts = { enhance_tiles: 2, enhance_ratio: 1 }
  const one = patchOf(await enhancer.run({ ...how, ...parts, image, combine_embeds: 'concat' }, context))
  expect(one.tokens.drawn.dims[0]).toBe(2)
  const alone = patchOf(await ipAdapterAdvanced.run({ ...how, image, combine_embeds: 'concat' }, context))
  expect(rows(one.tokens.drawn, 0, 1).data).toEqual(alone.tokens.drawn.data)
  const many = patchOf(await enhancerBatch.run({ ...how, ...parts, enhance_ratio: 0.5, image: two }, context))
  expect([many.tokens.drawn.dims[0], many.unfold]).toEqual([2, true])
})

test('each region has its own picture, mask, weight and time', async () => {
  const mask = tensor([1, 2, 2], Float32Array.of(1, 0, 1, 0))
  const prompts = { prompt_weight: 1, positive: undefined, negative: undefined }
  const region = async (image_weight: number, masked: boolean) =>
    (
      await regional.run(
        {
          ...{ image, image_weight, weight_type: 'ease in', start_at: 0, end_at: 0.5, ...prompts },
          mask: masked ? mask : undefined,
        },
        context,
      )
    ).IPADAPTER_PARAMS
  const none = { params_3: undefined, params_4: undefined, params_5: undefined }
  const { IPADAPTER_PARAMS: ipadapter_params } = await combineParams.run(
    { params_1: await region(1, true), params_2: await region(0.5, false), ...none },
    context,
  )
  const asked = { combine_embeds: 'concat', image_negative: undefined } as const
  const patches = patchesOf(await fromParams.run({ ...shared, ...asked, ipadapter_params, clip_vision }, context))
  expect(patches.map(({ weights, mask, range }) => [weights[0], mask, range])).toEqual([
    [1, mask, { start: 0, end: 0.5 }],
    [0.5, undefined, { start: 0, end: 0.5 }],
  ])
})
