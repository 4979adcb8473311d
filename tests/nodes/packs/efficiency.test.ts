import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { tensor, zeros } from '../../../engine/tensor/tensor.ts'
import latentUpscaleBy from '../../../nodes/latent/latent-upscale-by.ts'
import controlNetStacker from '../../../nodes/packs/efficiency/control-net-stacker.ts'
import highResFixScript from '../../../nodes/packs/efficiency/high-res-fix-script.ts'
import imageOverlay from '../../../nodes/packs/efficiency/image-overlay.ts'
import ksamplerEfficient from '../../../nodes/packs/efficiency/ksampler-efficient.ts'
import loraStacker from '../../../nodes/packs/efficiency/lora-stacker.ts'
import ksampler from '../../../nodes/sampling/ksampler.ts'
import { readGoldenJson } from '../../goldens/read.ts'
import { testContext } from '../context.ts'
import { goldenFile, tiny } from '../tiny.ts'

const temp = await mkdtemp(join(tmpdir(), 'efficiency-'))
afterAll(() => rm(temp, { recursive: true }))
const { model, vae, prompts, context } = await tiny(testContext({ folders: { output: temp, temp } }))

// Reference: Pillow 13.0.0, tests/goldens/make/packs.py.
const { overlay } = readGoldenJson<{
  overlay: {
    base: number[]
    overlay: number[]
    mask: number[]
    cases: { rotation: number; opacity: number; masked: boolean; x: number; y: number; out: number[] }[]
  }
}>('packs.json')
const picture = (bytes: readonly number[], h: number, w: number) =>
  tensor(
    [1, h, w, 3],
    Float32Array.from(bytes, value => value / 255),
  )

test.each(overlay.cases)('Image Overlay: turned by $rotation, opacity $opacity, with a mask: $masked', async given => {
  const mask = tensor(
    [1, 2, 2],
    Float32Array.from(overlay.mask, value => value / 255),
  )
  const how = { overlay_resize: 'None', resize_method: 'bilinear', rescale_factor: 1, width: 0, height: 0 } as const
  const { IMAGE } = await imageOverlay.run(
    {
      ...how,
      base_image: picture(overlay.base, 6, 7),
      overlay_image: picture(overlay.overlay, 3, 4),
      optional_mask: given.masked ? mask : undefined,
      x_offset: given.x,
      y_offset: given.y,
      rotation: given.rotation,
      opacity: given.opacity,
    },
    context,
  )
  const apart = given.out.map((expected, i) => Math.abs(Math.round(IMAGE.data[i]! * 255) - expected))
  expect(IMAGE.data.length).toBe(given.out.length)
  expect(Math.max(...apart)).toBe(0)
})

const settings = { seed: 1n, steps: 2, cfg: 4, sampler_name: 'euler', scheduler: 'normal', denoise: 1 } as const
const inputs = { model, ...prompts, latent_image: { samples: zeros([1, 4, 8, 8]) }, ...settings }
const script = {
  upscale_type: 'latent',
  hires_ckpt_name: undefined,
  latent_upscaler: 'bilinear',
  pixel_upscaler: goldenFile('pipelines/tiny_sd15.safetensors'),
  upscale_by: 1.5,
  use_same_seed: true,
  seed: 9n,
  hires_steps: 2,
  denoise: 0.5,
  iterations: 1,
  use_controlnet: false,
  control_net_name: goldenFile('pipelines/tiny_sd15.safetensors'),
  strength: 1,
  preprocessor: '_',
  preprocessor_imgs: false,
  script: undefined,
} as const

test('the HighRes-Fix Script enlarges the latent and samples it again', async () => {
  const { SCRIPT } = await highResFixScript.run(script, context)
  const more = { preview_method: 'auto', vae_decode: 'true', optional_vae: vae, script: SCRIPT } as const
  const made = await ksamplerEfficient.run({ ...inputs, ...more }, context)
  const { LATENT: samples } = await ksampler.run(inputs, context)
  const enlarging = { samples, upscale_method: 'bilinear', scale_by: 1.5 } as const
  const { LATENT: latent_image } = await latentUpscaleBy.run(enlarging, context)
  const second = await ksampler.run({ ...inputs, latent_image, denoise: 0.5 }, context)
  expect(made.LATENT).toEqual(second.LATENT)
  expect(made.IMAGE.dims).toEqual([1, 96, 96, 3])
})

test.each([
  [{ use_controlnet: true }, 'turn use_controlnet off'],
  [{ upscale_type: 'both' }, 'set upscale_type to latent or pixel'],
  [{ latent_upscaler: 'city96.v1' }, 'city96.v1 is a network'],
] as const)('the HighRes-Fix Script refuses %o', (change, message) => {
  expect(() => highResFixScript.run({ ...script, ...change }, context)).toThrow(message)
})

test('LoRAs and ControlNets are stacked with their strengths', async () => {
  const file = goldenFile('nets/lora/kohya_linear.safetensors')
  const own = { lora_name_1: file, lora_wt_1: 0.5, model_str_1: 0.2, clip_str_1: 0.1, lora_name_2: undefined }
  const stack = async (input_mode: 'simple' | 'advanced') =>
    (await loraStacker.run({ input_mode, lora_count: 2, ...own, lora_stack: undefined } as never, context)).LORA_STACK
  expect(await stack('simple')).toEqual([{ file, model: 0.5, clip: 0.5 }])
  expect(await stack('advanced')).toEqual([{ file, model: 0.2, clip: 0.1 }])
  const control_net = { kind: 'control' } as never
  const one = { control_net, image: zeros([1, 8, 8, 3]), strength: 0.5, start_percent: 0, end_percent: 0.8 }
  const { CNET_STACK } = await controlNetStacker.run({ ...one, cnet_stack: undefined }, context)
  const both = await controlNetStacker.run({ ...one, strength: 1, cnet_stack: CNET_STACK }, context)
  expect(both.CNET_STACK.map(({ strength, range }) => [strength, range.end])).toEqual([
    [0.5, 0.8],
    [1, 0.8],
  ])
})
