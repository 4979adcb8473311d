import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { type Tensor, tensor, zeros } from '../../../engine/tensor/tensor.ts'
import { readLiteral } from '../../../graph/planning/literal.ts'
import clipTextEncodeAdvanced from '../../../nodes/packs/adv-clip-emb/clip-text-encode-advanced.ts'
import crFloatToString from '../../../nodes/packs/comfyroll/cr-float-to-string.ts'
import crIntegerToString from '../../../nodes/packs/comfyroll/cr-integer-to-string.ts'
import crSd15AspectRatio from '../../../nodes/packs/comfyroll/sizes/cr-sd15-aspect-ratio.ts'
import efficientLoader from '../../../nodes/packs/efficiency/efficient-loader.ts'
import ksamplerEfficient from '../../../nodes/packs/efficiency/ksampler-efficient.ts'
import getImageSize from '../../../nodes/packs/essentials/get-image-size.ts'
import imageResizePlus from '../../../nodes/packs/essentials/image-resize.ts'
import editBasicPipe from '../../../nodes/packs/impact/edit-basic-pipe.ts'
import fromBasicPipe from '../../../nodes/packs/impact/from-basic-pipe.ts'
import toBasicPipe from '../../../nodes/packs/impact/to-basic-pipe.ts'
import ksamplerInspire from '../../../nodes/packs/inspire/ksampler-inspire.ts'
import pysssssLoraLoader from '../../../nodes/packs/pysssss/lora-loader.ts'
import showText from '../../../nodes/packs/pysssss/show-text.ts'
import anySwitch from '../../../nodes/packs/rgthree/any-switch.ts'
import sdxlEmptyLatentImage from '../../../nodes/packs/rgthree/sdxl-empty-latent-image.ts'
import seargeIntegerMath from '../../../nodes/packs/searge/searge-integer-math.ts'
import imageResize from '../../../nodes/packs/was/image-resize.ts'
import textConcatenate from '../../../nodes/packs/was/text-concatenate.ts'
import textMultiline from '../../../nodes/packs/was/text-multiline.ts'
import ksampler from '../../../nodes/sampling/ksampler.ts'
import { testContext } from '../context.ts'
import { goldenFile, tiny } from '../tiny.ts'

const temp = await mkdtemp(join(tmpdir(), 'packs-'))
afterAll(() => rm(temp, { recursive: true }))
const { model, clip, vae, prompts, context } = await tiny(testContext({ folders: { output: temp, temp } }))

test('whole numbers are computed as Searge’s node computes them', async () => {
  const compute = async (op: 'a * b + c' | 'a - c' | 'a / b') =>
    (await seargeIntegerMath.run({ op, a: 7, b: 2, c: 9 }, context)).result
  expect([await compute('a * b + c'), await compute('a - c'), await compute('a / b')]).toEqual([23, -2, 3])
  expect(() => seargeIntegerMath.run({ op: 'a / b', a: 1, b: 0, c: 0 }, context)).toThrow('divides by zero')
})

test('numbers are written as Python writes them', async () => {
  expect((await crIntegerToString.run({ int_: 7n }, context)).STRING).toBe('7')
  expect((await crFloatToString.run({ float_: 2 }, context)).STRING).toBe('2.0')
  expect((await crFloatToString.run({ float_: 0.25 }, context)).STRING).toBe('0.25')
})

test('lines that begin with # are left out; a text is shown and passed on', async () => {
  expect((await textMultiline.run({ text: 'a\n # note\nb\n' }, context)).STRING).toBe('a\nb')
  expect(await showText.run({ text: 'a' }, context)).toEqual({ STRING: 'a' })
})

test('Custom Scripts’ loader is Load LoRA with an example, and takes a name with its picture', async () => {
  const lora_name = goldenFile('nets/lora/kohya_linear.safetensors')
  const inputs = { model, clip, lora_name, strength_model: 0.5, strength_clip: 0, prompt: 'a cat' }
  const loaded = await pysssssLoraLoader.run(inputs, context)
  expect([loaded.MODEL.loras.length, loaded.example]).toEqual([1, 'a cat'])
  const saved = { content: 'a.safetensors', image: 'loras/a.png' }
  expect(readLiteral(pysssssLoraLoader.inputs.lora_name, saved, {})).toBe('a.safetensors')
})

test('KSampler (Efficient) samples as KSampler, decodes and shows', async () => {
  const settings = { seed: 1n, steps: 2, cfg: 4, sampler_name: 'euler', scheduler: 'normal', denoise: 1 } as const
  const inputs = { model, ...prompts, latent_image: { samples: zeros([1, 4, 8, 8]) }, ...settings }
  const more = { preview_method: 'auto', vae_decode: 'true', optional_vae: vae, script: undefined } as const
  const made = await ksamplerEfficient.run({ ...inputs, ...more }, context)
  expect(made.LATENT).toEqual((await ksampler.run(inputs, context)).LATENT)
  expect([made.IMAGE.dims, context.shown.length]).toEqual([[1, 64, 64, 3], 1])
})

const grey = (width: number, ...values: readonly number[]): Tensor =>
  tensor([1, values.length / width, width, 3], Float32Array.from(values.flatMap(v => [v, v, v])))
const reds = ({ data }: Tensor) => [...data].filter((_, i) => i % 3 === 0)

test.each([
  ['stretch', 4, 1, [1, 1, 4], [0, 0, 1, 1]],
  ['keep proportion', 4, 4, [1, 2, 4], [0, 0, 1, 1, 0, 0, 1, 1]],
  ['keep proportion', 4, 0, [1, 2, 4], [0, 0, 1, 1, 0, 0, 1, 1]],
  ['fill / crop', 2, 2, [1, 2, 2], [0, 1, 0, 1]],
  ['pad', 2, 3, [1, 3, 2], [0, 0, 0, 1, 0, 0]],
] as const)('ImageResize+: %s to %i × %i', async (method, width, height, dims, expected) => {
  const how = { interpolation: 'nearest', condition: 'always', multiple_of: 0 } as const
  const made = await imageResizePlus.run({ image: grey(2, 0, 1), width, height, method, ...how }, context)
  expect([made.IMAGE.dims.slice(0, 3), reds(made.IMAGE)]).toEqual([dims, expected])
  expect([made.width, made.height]).toEqual([dims[2], dims[1]])
})

test('ImageResize+ keeps the size where its condition does not hold, and crops to a multiple', async () => {
  const how = { interpolation: 'bilinear', method: 'stretch', condition: 'downscale if bigger' } as const
  const inputs = { image: zeros([1, 5, 7, 3]), width: 64, height: 64, ...how }
  expect((await imageResizePlus.run({ ...inputs, multiple_of: 0 }, context)).IMAGE.dims).toEqual([1, 5, 7, 3])
  expect((await imageResizePlus.run({ ...inputs, multiple_of: 4 }, context)).IMAGE.dims).toEqual([1, 4, 4, 3])
})

test('Image Resize of the WAS suite: sizes, and plain colours through supersampling', async () => {
  const how = { supersample: 'true', resampling: 'bicubic', resize_width: 9, resize_height: 8 } as const
  const resize = async (mode: 'rescale' | 'resize') =>
    (await imageResize.run({ image: grey(2, 0.2, 0.2), mode, rescale_factor: 1.9, ...how }, context)).IMAGE
  const rescaled = await resize('rescale')
  expect([rescaled.dims, new Set(rescaled.data).size]).toEqual([[1, 1, 3, 3], 1])
  expect(rescaled.data[0]).toBeCloseTo(51 / 255, 6)
  expect((await resize('resize')).dims).toEqual([1, 8, 16, 3])
})

test('the Inspire Pack’s sampler draws the noise of either device, and refuses what is not possible here', async () => {
  const settings = { seed: 1n, steps: 2, cfg: 1, sampler_name: 'euler', scheduler: 'normal', denoise: 1 } as const
  const inputs = { model, ...prompts, latent_image: { samples: zeros([1, 4, 8, 8]) }, ...settings }
  const more = { batch_seed_mode: 'comfy', variation_seed: 2n, scheduler_func_opt: undefined } as const
  const plain = { ...more, variation_strength: 0, variation_method: undefined, internal_seed: undefined }
  const onCpu = await ksamplerInspire.run({ ...inputs, ...plain, noise_mode: 'CPU' }, context)
  expect(onCpu.LATENT).toEqual((await ksampler.run(inputs, context)).LATENT)
  const onGpu = await ksamplerInspire.run({ ...inputs, ...plain, noise_mode: 'GPU(=A1111)' }, context)
  expect(onGpu.LATENT).not.toEqual(onCpu.LATENT)
  const again = { ...inputs, ...plain, sampler_name: 'euler_ancestral', noise_mode: 'CPU', internal_seed: 1n } as const
  const otherSteps = await ksamplerInspire.run({ ...again, internal_seed: 2n }, context)
  expect(otherSteps.LATENT).not.toEqual((await ksamplerInspire.run(again, context)).LATENT)
  const mixed = {
    ...more,
    internal_seed: 0n,
    variation_strength: 0.5,
    variation_method: 'slerp',
    noise_mode: 'CPU',
  } as const
  await expect(ksamplerInspire.run({ ...inputs, ...mixed }, context)).rejects.toThrow('set variation_method to linear')
})

test('a basic pipe carries five parts, of which some can be replaced', async () => {
  const { basic_pipe } = await toBasicPipe.run({ model, clip, vae, ...prompts }, context)
  const none = { model: undefined, clip: undefined, vae: undefined, positive: undefined }
  const edited = await editBasicPipe.run({ basic_pipe, ...none, negative: prompts.positive }, context)
  expect((await fromBasicPipe.run(edited, context)).negative).toBe(prompts.positive)
  expect((await fromBasicPipe.run({ basic_pipe }, context)).vae).toBe(vae)
})

test('the Efficient Loader loads, encodes and makes a latent; weights that it cannot read are refused', async () => {
  const ckpt_name = goldenFile('pipelines/tiny_sd15.safetensors')
  const texts = { positive: 'a cat', negative: '', clip_skip: -2, batch_size: 2 }
  const size = { empty_latent_width: 64, empty_latent_height: 128 }
  const lora = { lora_name: undefined, lora_model_strength: 1, lora_clip_strength: 1, vae_name: undefined }
  const how = { token_normalization: 'none', lora_stack: undefined, cnet_stack: undefined } as const
  const inputs = { ckpt_name, ...texts, ...size, ...lora, ...how, weight_interpretation: 'comfy' } as const
  const made = await efficientLoader.run(inputs, context)
  expect([made.LATENT.samples.dims, made.CLIP.layer]).toEqual([[2, 4, 16, 8], -2])
  expect(made['CONDITIONING+'][0]!.embedding.dims[1]).toBe(77)
  const weighted = { ...inputs, positive: 'a (cat:1.3)', weight_interpretation: 'comfy++' } as const
  await expect(efficientLoader.run(weighted, context)).rejects.toThrow('cannot be read as comfy++')
})

test('a weight of AUTOMATIC1111 gives another embedding; without weights all meanings are one', async () => {
  const encode = async (text: string, weight_interpretation: 'comfy' | 'A1111' | 'compel') => {
    const inputs = { text, clip, token_normalization: 'none', weight_interpretation } as const
    return (await clipTextEncodeAdvanced.run(inputs, context)).CONDITIONING[0]!.embedding
  }
  expect(await encode('a cat', 'compel')).toEqual(await encode('a cat', 'comfy'))
  expect(await encode('a (cat:1.2)', 'A1111')).not.toEqual(await encode('a (cat:1.2)', 'comfy'))
  await expect(encode('a (cat:1.2)', 'compel')).rejects.toThrow('weight_interpretation to comfy')
})

test('sizes by name give latents of that size', async () => {
  const named = { dimensions: ' 640 x 1536  (portrait)', clip_scale: 2, batch_size: 1 } as const
  const sdxl = await sdxlEmptyLatentImage.run(named, context)
  expect([sdxl.LATENT.samples.dims, sdxl.CLIP_WIDTH, sdxl.CLIP_HEIGHT]).toEqual([[1, 4, 192, 80], 1280, 3072])
  const ratio = { width: 1, height: 1, aspect_ratio: '3:2 landscape 768x512', swap_dimensions: 'On' } as const
  const sd15 = await crSd15AspectRatio.run({ ...ratio, upscale_factor: 1, batch_size: 1 }, context)
  expect([sd15.width, sd15.height, sd15.empty_latent.samples.dims]).toEqual([512, 768, [1, 4, 96, 64]])
})

test('texts are joined without the empty ones; the first connected input is passed on; a size is told', async () => {
  const texts = { text_a: ' a ', text_b: '', text_c: undefined, text_d: 'd' }
  const join = async (delimiter: string, clean_whitespace: 'true' | 'false') =>
    (await textConcatenate.run({ delimiter, clean_whitespace, ...texts }, context)).STRING
  expect([await join(', ', 'true'), await join('\\n', 'false')]).toEqual(['a, d', ' a \nd'])
  const none = { any_01: undefined, any_03: 3, any_04: 4, any_05: undefined }
  expect(await anySwitch.run({ ...none, any_02: undefined }, context)).toEqual({ '*': 3 })
  const size = await getImageSize.run({ image: zeros([2, 3, 4, 3]) }, context)
  expect(size).toEqual({ width: 4, height: 3, count: 2 })
})
