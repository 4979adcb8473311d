import { expect, test } from 'vitest'
import { describeFile } from '../../../../engine/recognise/describe-file.ts'
import { autoencoderLayers } from '../../../../server/bench/layout/autoencoder.ts'
import { unetLayers } from '../../../../server/bench/layout/unet.ts'
import { headerOf } from '../../checkpoint/files.ts'
import { layout } from '../layouts/layout.ts'
import { kinds } from '../layouts/unet.ts'

const describe = (shapes: Readonly<Record<string, readonly number[]>>) => describeFile(headerOf(shapes))

test.each([
  ['Stable Diffusion 3', 'model.diffusion_model.joint_blocks.0.context_block.attn.qkv.weight'],
  ['Stable Diffusion 3', 'transformer_blocks.0.attn.add_q_proj.weight'],
  ['FLUX', 'model.diffusion_model.double_blocks.0.img_attn.norm.key_norm.scale'],
  ['FLUX', 'single_transformer_blocks.0.attn.to_q.weight'],
  ['Stable Cascade', 'clip_txt_mapper.weight'],
  ['Stable Video Diffusion', 'model.diffusion_model.input_blocks.1.1.time_stack.0.attn1.to_q.weight'],
  ['PixArt', 't_block.1.weight'],
  ['Lumina', 'cap_embedder.1.weight'],
  ['AnimateDiff', 'down_blocks.0.motion_modules.0.temporal_transformer.proj_in.weight'],
  ['T5 text encoder', 'encoder.block.0.layer.0.SelfAttention.k.weight'],
  ['T5 text encoder', 'text_encoders.t5xxl.transformer.encoder.block.0.layer.0.SelfAttention.k.weight'],
  ['language model', 'model.layers.0.self_attn.q_proj.weight'],
])('%s is refused by name: %s', (name, key) => {
  const { kind, variants, refusal } = describe({ [key]: [64, 64], 'more.weight': [4] })
  expect({ kind, variants }).toEqual({ kind: 'foreign', variants: [name] })
  expect(refusal).toContain(name)
  expect(refusal).toContain('Leapgraph runs Stable Diffusion 1.x, 2.x and SDXL')
})

test('an all-in-one checkpoint of SD3 is SD3, whichever encoders and VAE it has', () => {
  const shapes = layout(
    [...autoencoderLayers(16)].map(([name, shape]) => [`first_stage_model.${name}`, shape]),
    [
      ['model.diffusion_model.joint_blocks.0.x_block.attn.qkv.weight', [4608, 1536]],
      ['text_encoders.clip_l.transformer.text_model.embeddings.token_embedding.weight', [49408, 768]],
    ],
  )
  expect(describe(shapes)).toMatchObject({ kind: 'foreign', variants: ['Stable Diffusion 3'], parts: {} })
})

test.each([
  ['lora_unet_double_blocks_0_img_attn_proj', 'FLUX'],
  ['transformer.single_transformer_blocks.0.attn.to_q', 'FLUX'],
  ['lora_unet_joint_blocks_0_x_block_attn_qkv', 'Stable Diffusion 3'],
])('a LoRA on %s is a LoRA for %s', (module, model) => {
  const { kind, refusal } = describe({ [`${module}.lora_A.weight`]: [8, 64], [`${module}.lora_B.weight`]: [64, 8] })
  expect({ kind, refusal }).toMatchObject({ kind: 'lora', refusal: expect.stringContaining(`a LoRA for ${model}`) })
})

test('scaled 8-bit numbers are refused, also in an SD file', () => {
  const { kind, refusal } = describe({ ...layout(unetLayers(kinds.sd1)), scaled_fp8: [0] })
  expect({ kind, refusal }).toMatchObject({ kind: 'unet', refusal: expect.stringContaining('scaled_fp8') })
})

test('any other file is unknown, with its first keys', () => {
  expect(describe({ 'a.weight': [2, 2], 'b.weight': [2], 'c.weight': [2], 'd.weight': [2] })).toMatchObject({
    kind: 'unknown',
    family: 'unknown',
    variants: ['it begins with a.weight, b.weight, c.weight'],
  })
})
