import { expect, test } from 'vitest'
import { openSafetensors } from '../../../engine/checkpoint/files/safetensors.ts'
import { describeFile } from '../../../engine/recognise/describe-file.ts'
import { layouts } from '../../../server/bench/layout/checkpoints.ts'
import { builtIn, golden, headerOf } from '../checkpoint/files.ts'

const describe = async (path: string) => describeFile(await openSafetensors(path))

const files: readonly [path: string, kind: string, family: string][] = [
  [golden('pipelines/tiny_sd15.safetensors'), 'checkpoint', 'sd1'],
  [golden('pipelines/tiny_sdxl.safetensors'), 'checkpoint', 'sdxl'],
  [golden('nets/unet_sd2.weights.safetensors'), 'unet', 'sd2'],
  [golden('nets/unet_inpaint.weights.safetensors'), 'unet', 'sd1'],
  [golden('nets/text_sd2.weights.safetensors'), 'text-encoder', 'sd2'],
  [golden('nets/embeddings/tiemb.safetensors'), 'embedding', 'unknown'],
  [golden('nets/embeddings/tiembxl.safetensors'), 'embedding', 'sdxl'],
  [builtIn('checkpoints/micro-sd.safetensors'), 'checkpoint', 'sd1'],
  [builtIn('controlnet/micro-control-scribble.safetensors'), 'controlnet', 'sd1'],
  [builtIn('loras/micro-hyper-lora.safetensors'), 'lora', 'sd1'],
]

test.each(files)('%s is a %s of family %s', async (path, kind, family) => {
  expect(await describe(path)).toMatchObject({ kind, family })
})

test.each([
  'kohya_linear',
  'kohya_ldm_block_names',
  'generic_diffusion_model_names',
  'diffusers_attn_processor',
  'peft_lora_A_B',
  'peft_saved_adapter',
  'loha',
  'lokr',
  'glora',
  'oft',
  'dora_out',
  'full_diff',
])('%s is a LoRA', async name => {
  expect((await describe(golden(`nets/lora/${name}.safetensors`))).kind).toBe('lora')
})

test('SD 1.5 itself: its parts, its context and its latent scale', () => {
  const shapes = Object.fromEntries(layouts.sd15.tensors().map(({ name, shape }) => [name, shape]))
  const { kind, family, inpainting, parts, contextWidth, latentNumbers } = describeFile(headerOf(shapes))
  expect({ kind, family, inpainting, contextWidth, latentNumbers }).toEqual({
    kind: 'checkpoint',
    family: 'sd1',
    inpainting: false,
    contextWidth: 768,
    latentNumbers: { channels: 4, scale: 0.18215, shift: 0 },
  })
  expect(parts.unet!.prefix).toBe('model.diffusion_model.')
  expect(parts.clipL!.prefix).toBe('cond_stage_model.transformer.')
  expect(parts.vae!.prefix).toBe('first_stage_model.')
})

test('nine input channels mean an inpainting model', async () => {
  expect((await describe(golden('nets/unet_inpaint.weights.safetensors'))).inpainting).toBe(true)
  expect((await describe(golden('pipelines/tiny_sd15.safetensors'))).inpainting).toBe(false)
})

test('SDXL’s latents have their own scale', async () => {
  expect((await describe(golden('pipelines/tiny_sdxl.safetensors'))).latentNumbers.scale).toBe(0.13025)
})

test('the refiner differs from SDXL in its narrower size conditioning', () => {
  const shapes = { 'input_blocks.0.0.weight': [384, 4, 3, 3], 'label_emb.0.0.weight': [1536, 2560] }
  expect(describeFile(headerOf(shapes))).toMatchObject({ kind: 'unet', family: 'sdxl-refiner' })
})

test.each([
  ['CompVis’', 'decoder.up.0.block.0.conv1.weight'],
  ['diffusers’', 'decoder.up_blocks.0.resnets.0.conv1.weight'],
])('a VAE alone with %s names is a VAE', (_, key) => {
  const shapes = { 'decoder.conv_in.weight': [512, 4, 3, 3], [key]: [128, 128, 3, 3] }
  expect(describeFile(headerOf(shapes))).toMatchObject({ kind: 'vae', parts: { vae: { prefix: '' } } })
})

test.each([
  ['control_model.input_blocks.0.0.weight', 'control_model.zero_convs.0.0.weight'],
  ['input_blocks.0.0.weight', 'zero_convs.0.0.weight'],
  ['conv_in.weight', 'controlnet_cond_embedding.conv_in.weight'],
])('%s and %s are a ControlNet, not a UNet', (input, key) => {
  const shapes = { [input]: [320, 4, 3, 3], [key]: [320, 320, 1, 1] }
  expect(describeFile(headerOf(shapes))).toMatchObject({ kind: 'controlnet', parts: {} })
  expect(describeFile(headerOf(shapes)).parts.unet).toBeUndefined()
})

test('a Control-LoRA, which uses its base model’s weights, is a ControlNet too', () => {
  const shapes = { lora_controlnet: [0], 'input_blocks.4.0.in_layers.2.up': [640, 64, 1, 1] }
  expect(describeFile(headerOf(shapes)).kind).toBe('controlnet')
})

test.each([
  ['SD 1.5’s', 'sd1', { 'control_model.input_blocks.1.1.proj_in.weight': [320, 320, 1, 1] }],
  ['SD 2.1’s', 'sd2', { 'control_model.input_blocks.1.1.proj_in.weight': [320, 320] }],
  ['SDXL’s', 'sdxl', { 'control_model.label_emb.0.0.weight': [1280, 2816] }],
  ['SD 1.5’s in diffusers’ names', 'sd1', { 'down_blocks.0.attentions.0.proj_in.weight': [320, 320, 1, 1] }],
  ['SDXL’s in diffusers’ names', 'sdxl', { 'add_embedding.linear_1.weight': [1280, 2816] }],
])('a ControlNet on %s blocks is of the family %s', (_, family, shapes) => {
  const zero = Object.keys(shapes)[0]!.startsWith('control_model.')
    ? 'control_model.zero_convs.0.0.weight'
    : 'controlnet_cond_embedding.conv_in.weight'
  expect(describeFile(headerOf({ ...shapes, [zero]: [16, 3, 3, 3] }))).toMatchObject({ kind: 'controlnet', family })
})

test.each([
  ['CLIP-L', 768, 'sd1', 'text_model.embeddings.token_embedding.weight'],
  ['CLIP-H', 1024, 'sd2', 'text_model.embeddings.token_embedding.weight'],
  ['CLIP-G', 1280, 'sdxl', 'text_model.embeddings.token_embedding.weight'],
  ['OpenCLIP’s H', 1024, 'sd2', 'token_embedding.weight'],
  ['OpenCLIP’s G', 1280, 'sdxl', 'token_embedding.weight'],
])('%s alone, %i wide, is a text encoder of the family %s', (_, width, family, key) => {
  expect(describeFile(headerOf({ [key]: [49408, width] }))).toMatchObject({ kind: 'text-encoder', family })
})

test('an old merge without text_model in its names has its text encoder', () => {
  const shapes = {
    'model.diffusion_model.input_blocks.0.0.weight': [320, 4, 3, 3],
    'cond_stage_model.transformer.embeddings.token_embedding.weight': [49408, 768],
  }
  expect(describeFile(headerOf(shapes)).parts.clipL!.prefix).toBe('cond_stage_model.transformer.')
})

test.each([
  'model.1.sub.0.RDB1.conv1.0.weight',
  'body.0.rdb1.conv1.weight',
  'conv_first.weight',
  'params_ema.conv_first.weight',
])('%s is part of an upscaler', key => {
  const shapes = { [key]: [64, 3, 3, 3], 'conv_last.bias': [3] }
  expect(describeFile(headerOf(shapes))).toMatchObject({ kind: 'upscaler', family: 'unknown' })
})

test.each([
  [768, 'sd1'],
  [1024, 'sd2'],
  [2048, 'sdxl'],
])('a LoRA whose attention reads prompts %i wide is for %s', (width, family) => {
  const name = 'lora_unet_down_blocks_1_attentions_0_transformer_blocks_0_attn2_to_k'
  const shapes = { [`${name}.lora_down.weight`]: [4, width], [`${name}.lora_up.weight`]: [640, 4] }
  expect(describeFile(headerOf(shapes))).toMatchObject({ kind: 'lora', family })
})

test('a UNet of SegMoE is a mixture of experts, and one that lacks an expert says which', async () => {
  const path = golden('nets/segmoe_unet.weights.safetensors')
  const whole = await openSafetensors(path)
  expect(describeFile(whole)).toMatchObject({ kind: 'unet', family: 'sd1', variants: ['a mixture of 3 experts'] })
  const without = (part: string) =>
    describeFile({ ...whole, tensors: new Map([...whole.tensors].filter(([key]) => !key.includes(part))) }).refusal
  const at = 'down_blocks.0.attentions.0.transformer_blocks.0'
  expect(without(`${at}.ff.experts.2.`)).toMatch(`lacks ${at}.ff.experts.2: the file is incomplete`)
  expect(without('.experts.1.net.2.bias')).toMatch(`lacks ${at}.ff.experts.1, the first of 3 parts`)
  expect(without(`${at}.attn1.to_q.gate`)).toMatch(`lacks ${at}.attn1.to_q.gate`)
})
