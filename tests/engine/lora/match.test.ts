import { describe, expect, test } from 'vitest'
import { openSafetensors, type Safetensors } from '../../../engine/checkpoint/files/safetensors.ts'
import { textTensors } from '../../../engine/checkpoint/keys/clip-keys.ts'
import { type LoraBase, matchLora } from '../../../engine/lora/match.ts'
import { loraModules } from '../../../engine/lora/modules.ts'
import { layouts } from '../../../server/bench/layout/checkpoints.ts'
import { builtIn, golden, headerOf } from '../checkpoint/files.ts'
import { weightsBelow } from '../networks/run-graph.ts'

const prefixes = { unet: 'model.diffusion_model.', clipL: 'cond_stage_model.transformer.text_model.' }
const base = (file: Safetensors, network: keyof typeof prefixes): LoraBase => ({
  network,
  file: { name: 'base.safetensors', path: '/models/base.safetensors', fingerprint: '' },
  tensors: weightsBelow(file, prefixes[network]).tensors,
})

const tiny = await openSafetensors(golden('pipelines/tiny_sd15.safetensors'))
const [tinyUnet, tinyText] = [base(tiny, 'unet'), base(tiny, 'clipL')]

/** File → weights and biases, as ComfyUI counted its patches; it knows fewer PEFT names than the files have layers. */
describe.each([
  ['kohya_linear', 192],
  ['kohya_no_alpha', 12],
  ['kohya_locon_conv', 16],
  ['kohya_locon_cp_mid', 2],
  ['kohya_ldm_block_names', 12],
  ['generic_diffusion_model_names', 12],
  ['diffusers_attn_processor', 8],
  ['peft_lora_A_B', 12],
  ['peft_saved_adapter', 12],
  ['loha', 14],
  ['loha_tucker', 2],
  ['lokr', 14],
  ['lokr_conv_tucker', 2],
  ['dora_out', 14],
  ['dora_in', 14],
  ['glora', 10],
  ['oft', 12],
  ['full_diff', 5],
])('%s', (name, count) => {
  const opened = openSafetensors(golden(`nets/lora/${name}.safetensors`))

  test('finds a different weight for every part', async () => {
    const file = await opened
    const { changes, unmatched } = await matchLora(file, tinyUnet)
    expect(changes.length).toBe(count)
    expect(new Set(changes.map(({ key }) => key)).size).toBe(count)
    expect(unmatched).toEqual([])
    expect((await matchLora(file, tinyText)).changes).toEqual([])
  })
})

test.each([
  ['text_sd1.lora_kohya', 24],
  ['text_sd1.lora_peft', 24],
])('%s changes every layer of the text encoder and none of the UNet', async (name, count) => {
  const file = await openSafetensors(golden(`nets/${name}.safetensors`))
  const text = await matchLora(file, tinyText)
  expect([text.changes.length, text.unmatched]).toEqual([count, []])
  expect((await matchLora(file, tinyUnet)).changes).toEqual([])
})

test('a LoRA for both networks is divided between them', async () => {
  const file = await openSafetensors(golden('pipelines/lora_unet_te.safetensors'))
  const [unet, text] = [await matchLora(file, tinyUnet), await matchLora(file, tinyText)]
  expect([unet.changes.length, text.changes.length, loraModules(file).length]).toEqual([192, 24, 216])
  expect([unet.unmatched.length, text.unmatched.length]).toEqual([24, 192])
})

test('the built-in LoRA fits the built-in model, its scale alpha over its own rank in each layer', async () => {
  const file = await openSafetensors(builtIn('loras/micro-hyper-lora.safetensors'))
  const micro = base(await openSafetensors(builtIn('checkpoints/micro-sd.safetensors')), 'unet')
  const { changes, unmatched } = await matchLora(file, micro)
  expect([changes.length, unmatched]).toEqual([164, []])
  for (const { scale, roles } of changes) expect(scale).toBeCloseTo(16 / roles.down!.shape[0]!, 6)
})

test.each([
  ['loha', 'loha'],
  ['loha_tucker', 'loha'],
  ['lokr', 'lokr'],
  ['lokr_conv_tucker', 'lokr'],
  ['glora', 'glora'],
  ['oft', 'oft'],
  ['dora_in', 'low-rank'],
  ['dora_out', 'low-rank'],
  ['full_diff', 'difference'],
  ['kohya_locon_cp_mid', 'low-rank'],
])('every layer of %s is of the kind %s', async (name, kind) => {
  const modules = loraModules(await openSafetensors(golden(`nets/lora/${name}.safetensors`)))
  expect(new Set(modules.map(module => module.kind))).toEqual(new Set([kind]))
})

/** Stable Diffusion 1.5 at its real size, and LoRAs for other models of real size. */
const sd15 = base(headerOf(Object.fromEntries(layouts.sd15.tensors().map(({ name, shape }) => [name, shape]))), 'unet')
const pair = (layer: string, out: number, width: number) => ({
  [`${layer}.lora_down.weight`]: [8, width],
  [`${layer}.lora_up.weight`]: [out, 8],
})
const block = 'transformer_blocks_0_attn2_to_k'

test.each([
  ['SDXL, diffusers’ names', 'SDXL', pair(`lora_unet_down_blocks_1_attentions_0_${block}`, 640, 2048)],
  ['SDXL, CompVis’ names', 'SDXL', pair(`lora_unet_input_blocks_4_1_${block}`, 640, 2048)],
  ['SD 2', 'SD 2.x', pair(`lora_unet_down_blocks_1_attentions_0_${block}`, 640, 1024)],
])('a LoRA for %s is refused on SD 1.5, and the sentence names both files and families', async (_, family, shapes) => {
  const lora = headerOf(shapes, { path: '/models/loras/other-family.safetensors' })
  const {
    changes,
    misfits: [misfit],
  } = await matchLora(lora, sd15)
  expect(changes).toEqual([])
  expect(misfit).toMatch(/^other-family\.safetensors does not fit base\.safetensors: .*attn2\.to_k\.weight/)
  expect(misfit).toMatch(/\[640, (2048|1024)\].*\[640,768\]/)
  expect(misfit).toContain(`it was made for ${family}, and base.safetensors is for SD 1.x`)
})

test('half a pair is refused', async () => {
  const [down] = Object.entries(pair(`lora_unet_down_blocks_1_attentions_0_${block}`, 640, 768))
  const lora = headerOf(Object.fromEntries([down!]), { path: '/models/half.safetensors' })
  expect((await matchLora(lora, sd15)).misfits[0]).toMatch(
    /^half\.safetensors is incomplete: .* has no up, which every layer of a LoRA needs/,
  )
})

const layer = `lora_unet_down_blocks_1_attentions_0_${block}`
const key = 'input_blocks.4.1.transformer_blocks.0.attn2.to_k.weight'
const matched = (shapes: Readonly<Record<string, readonly number[]>>) =>
  matchLora(
    headerOf(Object.fromEntries(Object.entries(shapes).map(([role, shape]) => [`${layer}.${role}`, shape]))),
    sd15,
  )

test.each([
  ['kohya’s', { 'lora_down.weight': [8, 768], 'lora_up.weight': [640, 8], dora_scale: [640, 1] }],
  ['PEFT’s', { 'lora_A.weight': [8, 768], 'lora_B.weight': [640, 8], 'lora_magnitude_vector.weight': [640] }],
  [
    'an adapter’s',
    {
      'lora_A.default.weight': [8, 768],
      'lora_B.default.weight': [640, 8],
      'lora_magnitude_vector.default.weight': [640],
    },
  ],
])('DoRA in %s names is recognised as DoRA', async (_, shapes) => {
  const [change] = (await matched(shapes)).changes
  expect(Object.keys(change!.roles).toSorted()).toEqual(['dora_scale', 'down', 'up'])
})

test('a flattened factor of a convolution gets the shape of the kernel', async () => {
  const lora = headerOf(pair('lora_unet_conv_in', 320, 4 * 9))
  const [change] = (await matchLora(lora, sd15)).changes
  expect([change!.key, change!.roles.down!.shape]).toEqual(['input_blocks.0.0.weight', [8, 4, 3, 3]])
})

test('a change of the bias is separate from the change of the weight', async () => {
  const out = 'lora_unet_down_blocks_1_attentions_0_proj_out'
  const lora = headerOf({ ...pair(out, 640, 640), [`${out}.diff_b`]: [640] })
  const { changes } = await matchLora(lora, sd15)
  expect(changes.map(({ key, kind }) => [key, kind])).toEqual([
    ['input_blocks.4.1.proj_out.weight', 'low-rank'],
    ['input_blocks.4.1.proj_out.bias', 'difference'],
  ])
})

test.each([
  [
    'half a LoHa',
    { hada_w1_a: [640, 8], hada_w1_b: [8, 768] },
    'is incomplete: lora_unet_down_blocks_1_attentions_0_transformer_blocks_0_attn2_to_k has no hada_w2_a, which every layer of a LoHa needs',
  ],
  ['half a LoKr', { lokr_w1: [16, 16] }, 'has no lokr_w2 or lokr_w2_a, which every layer of a LoKr needs'],
  [
    'factors of two ranks',
    { 'lora_down.weight': [8, 768], 'lora_up.weight': [640, 4] },
    'do not belong together (down [8,768], up [640,4])',
  ],
  [
    'a LoKr for a wider layer',
    { lokr_w1: [16, 16], lokr_w2: [40, 64] },
    `it changes ${key} as [640, 1024], and the model has it as [640,768]; it was made for SD 2.x`,
  ],
  ['rotations of more outputs', { oft_blocks: [8, 160, 160] }, `as [1280, 768], and the model has it as [640,768]`],
  [
    'lengths of no axis',
    { 'lora_down.weight': [8, 768], 'lora_up.weight': [640, 8], dora_scale: [320, 1] },
    'has 320 numbers',
  ],
])('%s is refused in a sentence', async (_, shapes: Record<string, readonly number[]>, message) => {
  const {
    misfits: [misfit],
  } = await matched(shapes)
  expect(misfit).toContain(message)
  expect(misfit).toMatch(/^made-up\.safetensors /)
})

test('the projection of the pooled text is found in OpenCLIP’s layout, and matched where the checkpoint lacks it', async () => {
  const names = ['lora_te1_text_projection', 'lora_te2_text_projection'].map(name => pair(name, 1280, 1280))
  const lora = headerOf(Object.assign({}, ...names))
  const sdxl = headerOf({ 'embedders.1.text_projection': [1280, 1280], 'embedders.1.positional_embedding': [77, 1280] })
  const bases: LoraBase[] = [
    { network: 'clipL', file: sd15.file, tensors: new Map() },
    { network: 'clipG', file: sd15.file, tensors: textTensors(sdxl, 'embedders.1.') },
  ]
  const [first, second] = await Promise.all(bases.map(base => matchLora(lora, base)))
  expect(first!.changes).toEqual([])
  expect(second!.changes.map(({ key }) => key)).toEqual(['text_projection.weight'])
  expect([first!.unmatched, second!.unmatched]).toEqual([['lora_te2_text_projection'], ['lora_te1_text_projection']])
})
