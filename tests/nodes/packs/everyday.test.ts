import { expect, test } from 'vitest'
import { map, tensor, zeros } from '../../../engine/tensor/tensor.ts'
import crColorTint from '../../../nodes/packs/comfyroll/cr-color-tint.ts'
import crIntegerMultiple from '../../../nodes/packs/comfyroll/cr-integer-multiple.ts'
import crApplyLoraStack from '../../../nodes/packs/comfyroll/loras/cr-apply-lora-stack.ts'
import crLoraStack from '../../../nodes/packs/comfyroll/loras/cr-lora-stack.ts'
import crGradientFloat from '../../../nodes/packs/comfyroll/schedules/cr-gradient-float.ts'
import crIncrementFloat from '../../../nodes/packs/comfyroll/schedules/cr-increment-float.ts'
import crSimpleTextScheduler from '../../../nodes/packs/comfyroll/schedules/cr-simple-text-scheduler.ts'
import crSimpleValueScheduler from '../../../nodes/packs/comfyroll/schedules/cr-simple-value-scheduler.ts'
import crAspectRatio from '../../../nodes/packs/comfyroll/sizes/cr-aspect-ratio.ts'
import imageSwitch from '../../../nodes/packs/comfyroll/switches/cr-image-input-switch.ts'
import imageScaleDownToSize from '../../../nodes/packs/easy-use/image/image-scale-down-to-size.ts'
import ksamplerAdvancedProvider from '../../../nodes/packs/impact/ksampler-advanced-provider.ts'
import ksamplerProvider from '../../../nodes/packs/impact/ksampler-provider.ts'
import twoAdvancedSamplersForMask from '../../../nodes/packs/impact/two-advanced-samplers-for-mask.ts'
import twoSamplersForMask from '../../../nodes/packs/impact/two-samplers-for-mask.ts'
import wildcardEncode from '../../../nodes/packs/impact/wildcard-encode.ts'
import getImageSizeAndCount from '../../../nodes/packs/kjnodes/get-image-size-and-count.ts'
import imageConcatenate from '../../../nodes/packs/kjnodes/image-concatenate.ts'
import rgthreeContext from '../../../nodes/packs/rgthree/context.ts'
import loraLoaderStack from '../../../nodes/packs/rgthree/lora-loader-stack.ts'
import powerLoraLoader from '../../../nodes/packs/rgthree/power-lora-loader.ts'
import rgthreeSeed from '../../../nodes/packs/rgthree/seed.ts'
import lcmScheduler from '../../../nodes/packs/sampler-lcm-alternative/lcm-scheduler.ts'
import smz from '../../../nodes/packs/smz/clip-text-encode.ts'
import latentUpscaleByFactor from '../../../nodes/packs/was/latent-upscale-by-factor.ts'
import ksampler from '../../../nodes/sampling/ksampler.ts'
import { readGoldenJson } from '../../goldens/read.ts'
import { testContext } from '../context.ts'
import { goldenFile, tiny } from '../tiny.ts'

const { model, clip, vae, prompts, context } = await tiny(testContext())
const lora = goldenFile('nets/lora/kohya_linear.safetensors')

test('LoRAs of a stack are applied, but not those that are off or without strength', async () => {
  const one = { lora_name_1: lora, model_weight_1: 0.5, clip_weight_1: 0, switch_1: 'On' } as const
  const two = { lora_name_2: lora, model_weight_2: 1, clip_weight_2: 1, switch_2: 'Off' } as const
  const three = { lora_name_3: lora, model_weight_3: 0, clip_weight_3: 0, switch_3: 'On' } as const
  const { LORA_STACK } = await crLoraStack.run({ ...one, ...two, ...three, lora_stack: undefined }, context)
  expect(LORA_STACK.length).toBe(2)
  const { MODEL } = await crApplyLoraStack.run({ model, clip, lora_stack: LORA_STACK }, context)
  expect(MODEL.loras.map(({ strength }) => strength)).toEqual([0.5])
  const [none, half] = [
    { lora: undefined, strength: 1 },
    { lora, strength: 0.5 },
  ]
  const slots = { '01': half, '02': none, '03': none, '04': half }
  const named = Object.entries(slots).flatMap(([i, slot]) => [
    [`lora_${i}`, slot.lora],
    [`strength_${i}`, slot.strength],
  ])
  const stacked = await loraLoaderStack.run({ model, clip, ...Object.fromEntries(named) } as never, context)
  expect(stacked.MODEL.loras.length).toBe(2)
})

test('a switch passes on the input of its number', async () => {
  const [image1, image2] = [zeros([1, 2, 2, 3]), zeros([1, 4, 4, 3])]
  expect((await imageSwitch.run({ Input: 2, image1, image2 } as never, context)).IMAGE).toBe(image2)
  expect(() => imageSwitch.run({ Input: 2, image1 } as never, context)).toThrow('Connect image2')
})

test('sizes are scaled and swapped, and numbers multiplied', async () => {
  const how = { width: 64, height: 64, upscale_factor: 2, prescale_factor: 0.5, batch_size: 1 }
  const ratio = { aspect_ratio: 'SDXL - 4:3 landscape 1152x896', swap_dimensions: 'On', ...how } as const
  const made = await crAspectRatio.run(ratio, context)
  expect([made.width, made.height, made.empty_latent.samples.dims]).toEqual([448, 576, [1, 4, 72, 56]])
  expect((await crIntegerMultiple.run({ integer: 7, multiple: 1.5 }, context)).INT).toBe(10)
})

test('a schedule gives its last line up to the frame', async () => {
  const schedule = '0, a cat\n\n10, a dog'
  const at = async (current_frame: number) =>
    (await crSimpleTextScheduler.run({ schedule, current_frame }, context)).STRING
  expect([await at(0), await at(9), await at(10)]).toEqual(['a cat', 'a cat', 'a dog'])
  const value = await crSimpleValueScheduler.run({ schedule: '0, 1.75', current_frame: 3 }, context)
  expect([value.INT, value.FLOAT]).toEqual([1, 1.75])
  expect(() => crSimpleTextScheduler.run({ schedule: '5, late', current_frame: 1 }, context)).toThrow(
    'begin it with frame 0',
  )
  expect(() => crSimpleTextScheduler.run({ schedule: 'a cat', current_frame: 1 }, context)).toThrow(
    'this one is "a cat"',
  )
})

test('a seed of -1 is another one for each run, and others stay', async () => {
  const draw = async (seed: bigint) => (await rgthreeSeed.run({ seed }, context)).SEED
  expect(await draw(7n)).toBe(7n)
  expect(new Set([await draw(-1n), await draw(-1n), await draw(-1n)]).size).toBe(3)
  const find = async () => null
  expect(await rgthreeSeed.fingerprint!({ seed: -1n }, find)).not.toBe(
    await rgthreeSeed.fingerprint!({ seed: -1n }, find),
  )
  expect(await rgthreeSeed.fingerprint!({ seed: 7n }, find)).toBe('')
})

test('LCMScheduler is sgm_uniform', async () => {
  const { SIGMAS } = await lcmScheduler.run({ model, steps: 4, denoise: 1 }, context)
  expect([SIGMAS.length, SIGMAS[4]]).toEqual([5, 0])
  expect(SIGMAS[0]).toBeCloseTo(14.6146, 3)
})

test('two samplers draw the two sides of a mask', async () => {
  const settings = { seed: 1n, steps: 2, cfg: 1, sampler_name: 'euler', scheduler: 'normal', denoise: 1 } as const
  const basic_pipe = { model, clip, vae, ...prompts }
  const { KSAMPLER } = await ksamplerProvider.run({ ...settings, basic_pipe }, context)
  const latent_image = { samples: zeros([1, 4, 8, 8]) }
  const both = { latent_image, base_sampler: KSAMPLER, mask_sampler: KSAMPLER }
  const { LATENT } = await twoSamplersForMask.run({ ...both, mask: zeros([1, 64, 64]) }, context)
  const plain = await ksampler.run({ model, ...prompts, latent_image, ...settings }, context)
  expect(LATENT.noiseMask).toBeUndefined()
  LATENT.samples.data.forEach((value, i) => {
    expect(value).toBeCloseTo(plain.LATENT.samples.data[i]!, 4)
  })
})

test('the advanced samplers draw a picture step by step; samplers that the pack recovers from are refused', async () => {
  const basic_pipe = { model, clip, vae, ...prompts }
  const settings = { cfg: 1, sampler_name: 'euler', scheduler: 'normal', sampler_opt: undefined } as const
  const { KSAMPLER_ADVANCED } = await ksamplerAdvancedProvider.run({ ...settings, basic_pipe }, context)
  const samples = { samples: zeros([1, 4, 8, 8]) }
  const both = { samples, base_sampler: KSAMPLER_ADVANCED, mask_sampler: KSAMPLER_ADVANCED, overlap_factor: 0 }
  const how = { seed: 1n, steps: 2, denoise: 1, mask: map(zeros([1, 64, 64]), () => 1) }
  const { LATENT } = await twoAdvancedSamplersForMask.run({ ...both, ...how }, context)
  const plain = { model, ...prompts, latent_image: samples, ...settings, seed: 1n, steps: 2, denoise: 1 }
  const expected = (await ksampler.run(plain, context)).LATENT
  // Each step is made twice, and the second one counts inside of the mask.
  expect(LATENT.samples.dims).toEqual(expected.samples.dims)
  expect(LATENT.noiseMask).toBeUndefined()
  const sde = { ...settings, sampler_name: 'dpmpp_2m_sde', basic_pipe } as const
  expect(() => ksamplerAdvancedProvider.run(sde, context)).toThrow('not possible for single steps')
})

test('a populated prompt is encoded as it is; a wildcard that is left is refused', async () => {
  const choices = { 'Select to add LoRA': '', 'Select to add Wildcard': '', seed: 0n, mode: true }
  const encode = (populated_text: string) =>
    wildcardEncode.run({ model, clip, wildcard_text: 'a dog', populated_text, ...choices }, context)
  expect((await encode('a cat')).populated_text).toBe('a cat')
  expect((await encode(' ')).populated_text).toBe('a dog')
  await expect(encode('a __colour__ cat')).rejects.toThrow('replace __colour__')
})

test('numbers change over frames', async () => {
  const frames = { start_frame: 2, frame_duration: 4, gradient_profile: 'Lerp' } as const
  const gradient = async (current_frame: number) =>
    (await crGradientFloat.run({ start_value: 1, end_value: 3, ...frames, current_frame }, context)).FLOAT
  expect([await gradient(0), await gradient(4), await gradient(9)]).toEqual([1, 2, 3])
  const increment = async (current_frame: number) =>
    (
      await crIncrementFloat.run(
        { start_value: 1, step: 0.5, start_frame: 2, frame_duration: 4, current_frame },
        context,
      )
    ).FLOAT
  expect([await increment(1), await increment(3), await increment(7)]).toEqual([1, 2, 3.5])
})

test('a context keeps its parts, and new ones replace them', async () => {
  const none = {
    base_ctx: undefined,
    clip: undefined,
    vae,
    positive: undefined,
    negative: undefined,
    latent: undefined,
  }
  const first = await rgthreeContext.run({ ...none, model, images: undefined, seed: 7n }, context)
  const second = await rgthreeContext.run(
    { ...none, base_ctx: first.CONTEXT, vae: undefined, model: undefined, images: undefined, seed: 8n },
    context,
  )
  expect([second.MODEL, second.VAE, second.SEED]).toEqual([model, vae, 8n])
})

test('a tint colours the grey of a picture; a colour that cannot be read is refused', async () => {
  const image = tensor([1, 1, 1, 3], Float32Array.from([1, 0, 0]))
  const tinted = async (mode: 'red' | 'custom', tint_color_hex: string) =>
    (await crColorTint.run({ image, strength: 0.5, mode, tint_color_hex }, context)).IMAGE.data
  const expected = [0.64945, 0.08967, 0.08967]
  ;[...(await tinted('red', ''))].forEach((value, i) => {
    expect(value).toBeCloseTo(expected[i]!, 5)
  })
  expect((await tinted('custom', '#00ff00'))[1]).toBeCloseTo(0.14945, 5)
  await expect(tinted('custom', 'green')).rejects.toThrow('as #rrggbb')
})

test('the size of pictures is told, and the loader of many LoRAs passes its model on', async () => {
  const image = zeros([2, 3, 4, 3])
  expect(await getImageSizeAndCount.run({ image }, context)).toEqual({ image, width: 4, height: 3, count: 2 })
  expect((await powerLoraLoader.run({ model, clip: undefined }, context)).MODEL).toBe(model)
})

test('pictures are made smaller to a size, never larger', async () => {
  const dims = async (size: number, mode: boolean) =>
    (await imageScaleDownToSize.run({ images: zeros([1, 20, 40, 3]), size, mode }, context)).IMAGE.dims
  expect(await dims(10, true)).toEqual([1, 5, 10, 3])
  expect(await dims(10, false)).toEqual([1, 10, 20, 3])
  expect(await dims(64, true)).toEqual([1, 20, 40, 3])
})

test('pictures are put side by side, the second one in the size of the first', async () => {
  const [image1, image2] = [zeros([1, 2, 3, 3]), map(zeros([1, 4, 4, 3]), () => 1)]
  const both = { image1, image2, direction: 'left', match_image_size: true } as const
  const { IMAGE } = await imageConcatenate.run(both, context)
  expect([IMAGE.dims, [...IMAGE.data.slice(0, 18)].filter((_, i) => i % 3 === 0)]).toEqual([
    [1, 2, 6, 3],
    [1, 1, 1, 0, 0, 0],
  ])
})

test('CLIP Text Encode++ separates prompts by AND, and refuses what changes with the steps', async () => {
  const sizes = { ascore: 6, width: 0, height: 0, crop_w: 0, crop_h: 0, target_width: 0, target_height: 0 }
  const more = {
    use_old_emphasis_implementation: false,
    with_SDXL: false,
    text_g: '',
    text_l: '',
    smZ_steps: undefined,
  }
  const how = { clip, mean_normalization: true, multi_conditioning: true, ...sizes, ...more }
  const encode = async (text: string, parser: 'comfy' | 'A1111' | 'full') =>
    (await smz.run({ ...how, text, parser }, context)).CONDITIONING
  expect((await encode('a cat AND a dog', 'comfy')).length).toBe(2)
  expect(await encode('a cat', 'A1111')).toEqual(await encode('a cat', 'comfy'))
  await expect(encode('a [cat:dog:0.5]', 'A1111')).rejects.toThrow('Square brackets')
  await expect(encode('a (cat:1.3)', 'full')).rejects.toThrow('cannot be read as full')
})

// Reference: torch.nn.functional.interpolate, tests/goldens/make/packs.py.
const { corners } = readGoldenJson<{
  corners: { from: number[]; cases: { mode: 'bilinear' | 'bicubic'; dims: [number, number]; out: number[] }[] }
}>('packs.json')

test.each(corners.cases.filter(({ dims: [h, w] }) => h === 2 * 3 && w === 8))(
  'a latent is enlarged by $mode with its corners aligned',
  async ({ mode, out }) => {
    const samples = { samples: tensor([1, 1, 3, 4], Float32Array.from(corners.from)) }
    const { LATENT } = await latentUpscaleByFactor.run({ samples, mode, factor: 2, align: 'true' }, context)
    out.forEach((expected, i) => {
      expect(LATENT.samples.data[i]).toBeCloseTo(expected, 3)
    })
  },
)
