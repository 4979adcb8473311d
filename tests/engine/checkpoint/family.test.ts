import { expect, test } from 'vitest'
import { describeFile } from '../../../engine/checkpoint/family.ts'
import { openSafetensors } from '../../../engine/checkpoint/safetensors.ts'
import { sd15Tensors } from '../../../server/bench/sd15-layout.ts'
import { builtIn, golden, headerOf } from './files.ts'

const describe = async (path: string) => describeFile(await openSafetensors(path))

const files: readonly [path: string, kind: string, family: string][] = [
  [golden('pipelines/tiny_sd15.safetensors'), 'checkpoint', 'sd1'],
  [golden('pipelines/tiny_sdxl.safetensors'), 'checkpoint', 'sdxl'],
  [golden('nets/unet_sd2.weights.safetensors'), 'unet', 'sd2'],
  [golden('nets/unet_inpaint.weights.safetensors'), 'unet', 'sd1'],
  [golden('nets/text_sd2.weights.safetensors'), 'text-encoder', 'sd2'],
  [golden('nets/embeddings/tiemb.safetensors'), 'embedding', 'unknown'],
  [golden('nets/embeddings/tiembxl.safetensors'), 'embedding', 'unknown'],
  [builtIn('checkpoints/micro-sd.safetensors'), 'checkpoint', 'sd1'],
  [builtIn('controlnet/micro-control-scribble.safetensors'), 'controlnet', 'unknown'],
  [builtIn('loras/micro-hyper-lora.safetensors'), 'lora', 'unknown'],
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
  const shapes = Object.fromEntries(sd15Tensors().map(({ name, shape }) => [name, shape]))
  const { kind, family, inpainting, parts, contextWidth, latentScale } = describeFile(headerOf(shapes))
  expect({ kind, family, inpainting, contextWidth, latentScale }).toEqual({
    kind: 'checkpoint',
    family: 'sd1',
    inpainting: false,
    contextWidth: 768,
    latentScale: 0.18215,
  })
  expect(parts.unet!.prefix).toBe('model.diffusion_model.')
  expect(parts.text!.prefix).toBe('cond_stage_model.transformer.text_model.')
  expect(parts.vae!.prefix).toBe('first_stage_model.')
})

test('nine input channels are an inpainting model', async () => {
  expect((await describe(golden('nets/unet_inpaint.weights.safetensors'))).inpainting).toBe(true)
  expect((await describe(golden('pipelines/tiny_sd15.safetensors'))).inpainting).toBe(false)
})

test('SDXL’s latents have a scale of their own', async () => {
  expect((await describe(golden('pipelines/tiny_sdxl.safetensors'))).latentScale).toBe(0.13025)
})

test('the refiner is told from SDXL by its narrower size conditioning', () => {
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
  expect(describeFile(headerOf(shapes)).kind).toBe('controlnet')
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
