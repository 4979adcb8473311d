import { expect, test } from 'vitest'
import { describeFile } from '../../../../engine/recognise/describe-file.ts'
import { below } from '../../../../server/bench/layout/layer.ts'
import { clipG, clipL } from '../../../../server/bench/layout/text-encoders.ts'
import { unetLayers } from '../../../../server/bench/layout/unet.ts'
import { headerOf } from '../../checkpoint/files.ts'
import { textFile } from '../layouts/clip.ts'
import { type Layout, layout, renamed } from '../layouts/layout.ts'
import { loraOn } from '../layouts/lora.ts'
import { diffusersUnetLayers, kinds } from '../layouts/unet.ts'

const describe = (shapes: Layout, metadata: Record<string, string> = {}) => describeFile(headerOf(shapes, { metadata }))

test.each([
  ['sd1', kinds.sd1],
  ['sd2', kinds.sd2],
  ['sdxl', kinds.sdxl],
  ['sdxl-refiner', kinds.refiner],
] as const)('a LoRA on all of the UNet of %s says so', (family, kind) => {
  for (const shapes of [
    loraOn(unetLayers(kind), 'kohya'),
    loraOn(diffusersUnetLayers(kind), 'kohya'),
    loraOn(diffusersUnetLayers(kind), 'diffusers'),
  ])
    expect(describe(shapes)).toMatchObject({ kind: 'lora', family })
})

test.each([
  ['SD 1.5, by convolutions that project', kinds.sd1, /proj_in/, 'sd1', 'sd'],
  ['SD 2.1, by matrices on four levels', kinds.sd2, /proj_in|resnets/, 'sd2', 'sd'],
  ['SDXL, by the sizes it reads', kinds.sdxl, /add_embedding/, 'sdxl', 'sdxl'],
  ['SDXL, by its depth', kinds.sdxl, /attn1/, 'sdxl', 'sdxl'],
  ['the refiner, by its time embedding', kinds.refiner, /time_emb_proj/, 'sdxl-refiner', 'sdxl'],
  ['SD 1.x or 2.x, by widths', kinds.sd1, /resnets.*conv/, 'unknown', 'sd'],
  ['SDXL or no other with three levels, by widths', kinds.sdxl, /resnets.*conv/, 'unknown', 'sdxl'],
] as const)('a LoRA without a part that reads prompts is for %s', (_, kind, wanted, family, latents) => {
  const shapes = loraOn(diffusersUnetLayers(kind), 'kohya', wanted)
  expect(describe(shapes)).toMatchObject({ kind: 'lora', family, latents })
})

test('a LoRA only for text encoders is recognised by their width, or by having two', () => {
  expect(describe(loraOn(textFile(clipL), 'kohya text'))).toMatchObject({ kind: 'lora', family: 'sd1' })
  const second = renamed(Object.entries(loraOn(textFile(clipG), 'kohya text')), name =>
    name.replace('lora_te_', 'lora_te2_'),
  )
  expect(describe(layout(second))).toMatchObject({ kind: 'lora', family: 'sdxl' })
})

test.each([
  ['sdxl_base_v1-0', 'sdxl'],
  ['sd_v1', 'sd1'],
  ['sd_v2_v', 'sd2'],
])('the trainer’s metadata, %s, counts where nothing else shows the family', (ss_base_model_version, family) => {
  const shapes = { 'lora_unet_mid_block_resnets_0_conv1.lora_down.weight': [8, 1280, 3, 3] }
  expect(describe(shapes, { ss_base_model_version })).toMatchObject({ kind: 'lora', family })
})

test.each([
  ['hada_w1_b', { hada_w1_a: [640, 8], hada_w1_b: [8, 2048] }],
  ['lokr', { lokr_w1: [16, 32], lokr_w2: [40, 64] }],
  ['diff', { diff: [640, 2048] }],
  ['glora', { 'a1.weight': [2048, 8], 'a2.weight': [8, 2048], 'b1.weight': [640, 8], 'b2.weight': [8, 2048] }],
] as const)('other kinds of LoRA tell the width of prompts as well: %s', (_, tensors) => {
  const module = 'lora_unet_input_blocks_4_1_transformer_blocks_0_attn2_to_k'
  const shapes = Object.fromEntries(Object.entries(tensors).map(([role, shape]) => [`${module}.${role}`, shape]))
  expect(describe(shapes)).toMatchObject({ kind: 'lora', family: 'sdxl' })
})

const controlled = (kind: (typeof kinds)[keyof typeof kinds]) =>
  [...unetLayers(kind)].filter(([name]) => !/^(output_blocks|out)\./.test(name))

test.each([
  ['sd1', kinds.sd1],
  ['sd2', kinds.sd2],
  ['sdxl', kinds.sdxl],
] as const)('a ControlNet for %s in CompVis’ names, with and without prefix', (family, kind) => {
  const shapes = layout(controlled(kind), [
    ['zero_convs.0.0.weight', [320, 320, 1, 1]],
    ['input_hint_block.0.weight', [16, 3, 3, 3]],
  ])
  expect(describe(shapes)).toMatchObject({ kind: 'controlnet', family, variants: [], parts: {} })
  const prefixed = layout(below('control_model', Object.entries(shapes)))
  expect(describe(prefixed)).toMatchObject({ kind: 'controlnet', family })
  expect(describe({ ...shapes, difference: [] })).toMatchObject({ kind: 'controlnet', family, variants: ['diff'] })
})

test('ControlNets of diffusers, unions, Control-LoRAs and LLLites are distinguished', () => {
  const net = layout(diffusersUnetLayers(kinds.sdxl), [['controlnet_cond_embedding.conv_in.weight', [16, 3, 3, 3]]])
  expect(describe(net)).toMatchObject({ kind: 'controlnet', family: 'sdxl', variants: [] })
  const union = { ...net, task_embedding: [6, 320], 'control_add_embedding.linear_1.weight': [1280, 1536] }
  expect(describe(union)).toMatchObject({ kind: 'controlnet', family: 'sdxl', variants: ['union'] })
  const lora = {
    lora_controlnet: [0],
    'label_emb.0.0.down': [256, 2816],
    'input_blocks.4.1.transformer_blocks.0.attn2.to_k.down': [256, 2048],
  }
  expect(describe(lora)).toMatchObject({ kind: 'controlnet', family: 'sdxl', variants: ['Control-LoRA'] })
  const lite = { 'lllite_unet_input_blocks_4_1_transformer_blocks_0_attn1_to_q.down.0.weight': [64, 640] }
  expect(describe(lite)).toMatchObject({ kind: 'controlnet', family: 'sdxl', variants: ['LLLite'] })
})

test.each([
  ['sd1', 'conv_in.weight', 'body.0.block1.weight', 192, []],
  ['sdxl', 'adapter.conv_in.weight', 'adapter.body.0.resnets.0.block1.weight', 768, []],
  ['sd1', 'body.0.in_conv.weight', 'body.0.in_conv.weight', 64, ['light']],
] as const)('a T2I-Adapter for %s with %s', (family, first, body, channels, variants) => {
  const shapes = { [body]: [320, 320, 3, 3], [first]: [320, channels, 3, 3] }
  expect(describe(shapes)).toMatchObject({ kind: 't2i-adapter', family, variants })
})

const readers = (width: number) => ({
  'ip_adapter.1.to_k_ip.weight': [320, width],
  'ip_adapter.1.to_v_ip.weight': [320, width],
})

test.each([
  ['plain', { 'image_proj.proj.weight': [3072, 1024] }, []],
  ['plus', { 'image_proj.latents': [1, 16, 768] }, ['plus']],
  ['full face', { 'image_proj.proj.0.weight': [1024, 1024], 'image_proj.proj.3.weight': [768] }, ['full face']],
  ['ViT-G', { 'image_proj.proj.weight': [3072, 1280] }, ['ViT-G']],
  ['FaceID', { 'ip_adapter.0.to_q_lora.down.weight': [128, 320] }, ['FaceID']],
])('an IP-Adapter: %s', (_, shapes, variants) => {
  expect(describe({ ...readers(768), ...shapes })).toMatchObject({ kind: 'ip-adapter', family: 'sd1', variants })
  expect(describe({ ...readers(2048), ...shapes })).toMatchObject({ family: 'sdxl' })
})

test.each([
  ['FaceID portrait', { 'image_proj.proj.2.weight': [12_288, 1024] }, /licence allows research only/],
  ['FaceID portrait, not normalised', { 'image_proj.proj_in.weight': [1280, 512] }, /licence allows research only/],
  ['Kolors', { 'image_proj.layers.0.0.to_out.weight': [2048, 768] }, /for Kolors/],
])('an IP-Adapter that is refused with the reason: %s', (_, shapes, refusal) => {
  expect(describe({ ...readers(2048), ...shapes }).refusal).toMatch(refusal)
})

test.each([
  ['ESRGAN, old names', { 'model.1.sub.0.RDB1.conv1.0.weight': [32, 64, 3, 3], 'model.0.weight': [64, 3, 3, 3] }],
  [
    'ESRGAN, RRDB_trunk names',
    { 'RRDB_trunk.0.RDB1.conv1.weight': [32, 64, 3, 3], 'conv_first.weight': [64, 3, 3, 3] },
  ],
  ['ESRGAN', { 'body.0.rdb1.conv1.weight': [32, 64, 3, 3], 'conv_first.weight': [64, 3, 3, 3] }],
  ['ESRGAN', { 'params_ema.body.0.rdb1.conv1.weight': [32, 64, 3, 3], 'params_ema.conv_first.weight': [64, 3, 3, 3] }],
  ['SRVGG, compact', { 'body.0.weight': [64, 3, 3, 3], 'body.1.weight': [64], 'body.2.weight': [64, 64, 3, 3] }],
  ['SPAN', { 'block_1.c1_r.sk.weight': [48, 48, 1, 1], 'conv_1.sk.weight': [48, 3, 1, 1] }],
  ['SwinIR', { 'layers.0.residual_group.blocks.0.attn.qkv.weight': [540, 180], 'conv_first.weight': [180, 3, 3, 3] }],
  [
    'Swin2SR',
    { 'layers.0.residual_group.blocks.0.attn.cpb_mlp.0.weight': [512, 2], 'conv_first.weight': [180, 3, 3, 3] },
  ],
  ['HAT', { 'layers.0.residual_group.overlap_attn.qkv.weight': [540, 180], 'conv_first.weight': [180, 3, 3, 3] }],
  ['DAT', { 'layers.0.blocks.0.attn.attns.0.pos.pos_proj.weight': [5, 2], 'conv_first.weight': [180, 3, 3, 3] }],
  ['of another architecture', { 'conv_first.weight': [64, 3, 3, 3] }],
])('an upscaler: %s', (name, shapes) => {
  expect(describe(shapes)).toMatchObject({ kind: 'upscaler', family: 'unknown', variants: [name] })
})

test.each([
  ['sd1', { emb_params: [4, 768] }],
  ['sd2', { emb_params: [4, 1024] }],
  ['sdxl', { clip_l: [4, 768], clip_g: [4, 1280] }],
  ['sd1', { 'string_to_param.*': [4, 768] }],
  ['sd1', { '<my-cat>': [768] }],
])('an embedding for %s by its width', (family, shapes) => {
  expect(describe(shapes)).toMatchObject({ kind: 'embedding', family })
})

test('a hypernetwork is recognised by its widths', () => {
  const shapes = { '768.0.linear.0.weight': [1536, 768], '320.0.linear.0.weight': [640, 320] }
  expect(describe(shapes)).toMatchObject({ kind: 'hypernetwork', family: 'sd1' })
})
