import { describe, expect, test } from 'vitest'
import {
  type LoraBase,
  type LowRankModule,
  loraModules,
  matchLora,
  unmatchedModules,
} from '../../../engine/checkpoint/lora.ts'
import { openSafetensors, readTensor, type Safetensors } from '../../../engine/checkpoint/safetensors.ts'
import type { CheckpointError } from '../../../engine/errors.ts'
import type { Tensor } from '../../../engine/tensor/tensor.ts'
import { sd15Tensors } from '../../../server/bench/sd15-layout.ts'
import { readGolden } from '../../goldens/read.ts'
import { weightsBelow } from '../networks/run-graph.ts'
import { builtIn, golden, headerOf } from './files.ts'

const prefixes = { unet: 'model.diffusion_model.', clipL: 'cond_stage_model.transformer.text_model.' }
const base = (file: Safetensors, network: keyof typeof prefixes): LoraBase => ({
  network,
  name: 'base.safetensors',
  tensors: weightsBelow(file, prefixes[network]).tensors,
})

const tiny = await openSafetensors(golden('pipelines/tiny_sd15.safetensors'))
const [tinyUnet, tinyText] = [base(tiny, 'unet'), base(tiny, 'clipL')]

/** Merged weights, `file.strength.w.KEY`, computed with ComfyUI or, for PEFT's names, by the plain formula. */
const merged = readGolden('nets/lora/expected.safetensors')

/** W + strength·scale·up·down, the product over the rank written out (with LoCon's `mid` between, where there is one). */
async function merge(file: Safetensors, { key, scale, ...factors }: LowRankModule, strength: number) {
  const w = await readTensor(tiny, `${prefixes.unet}${key}`)
  const [up, down] = [await readTensor(file, factors.up.name), await readTensor(file, factors.down.name)]
  const inner = factors.mid ? through(await readTensor(file, factors.mid.name), down) : down
  const rank = up.dims[1]!
  const wide = inner.data.length / rank
  return w.data.map((value, i) => {
    const [o, k] = [Math.floor(i / wide), i % wide]
    let sum = 0
    for (let r = 0; r < rank; r++) sum += up.data[o * rank + r]! * inner.data[r * wide + k]!
    return value + strength * scale * sum
  })
}

/** Σ_b mid[a, b, k]·down[b, i] as [a, i·k]. */
function through(mid: Tensor, down: Tensor): Tensor {
  const [rank, inputs] = [down.dims[0]!, down.dims[1]!]
  const window = mid.data.length / rank ** 2
  const data = new Float32Array(rank * inputs * window)
  for (let a = 0; a < rank; a++)
    for (let b = 0; b < rank; b++)
      for (let i = 0; i < inputs; i++)
        for (let k = 0; k < window; k++)
          data[(a * inputs + i) * window + k]! += mid.data[(a * rank + b) * window + k]! * down.data[b * inputs + i]!
  return { dims: [rank, inputs * window], data }
}

/** File → layers, as ComfyUI counted its patches; it knows fewer PEFT names than the files have layers. */
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
])('%s', (name, count) => {
  const opened = openSafetensors(golden(`nets/lora/${name}.safetensors`))
  const wanted = [...merged.keys()].filter(key => key.startsWith(`${name}.`) && key.includes('.w.'))

  test('finds a layer for every part, each its own', async () => {
    const file = await opened
    const modules = await matchLora(file, tinyUnet)
    expect(modules.length).toBe(count)
    expect(new Set(modules.map(({ key }) => key)).size).toBe(count)
    expect(unmatchedModules(file, [tinyUnet])).toEqual([])
    expect(await matchLora(file, tinyText)).toEqual([])
  })

  test('has merged weights to be held against', () => expect(wanted.length).toBeGreaterThan(0))

  test.each(wanted)('%s', async id => {
    const [strength, key] = id.slice(name.length + 1).split('.w.') as [string, string]
    const modules = await matchLora(await opened, tinyUnet)
    const values = await merge(await opened, modules.find(module => module.key === key)!, Number(strength))
    const error = values.map((value, i) => Math.abs(value - merged.get(id)!.data[i]!))
    expect(Math.max(...error)).toBeLessThan(1e-6)
  })
})

test.each([
  ['text_sd1.lora_kohya', 24],
  ['text_sd1.lora_peft', 24],
])('%s changes every layer of the text encoder and none of the UNet', async (name, count) => {
  const file = await openSafetensors(golden(`nets/${name}.safetensors`))
  expect((await matchLora(file, tinyText)).length).toBe(count)
  expect(await matchLora(file, tinyUnet)).toEqual([])
  expect(unmatchedModules(file, [tinyText])).toEqual([])
})

test('a LoRA for both networks is divided between them', async () => {
  const file = await openSafetensors(golden('pipelines/lora_unet_te.safetensors'))
  const [unet, text] = [await matchLora(file, tinyUnet), await matchLora(file, tinyText)]
  expect([unet.length, text.length, loraModules(file).length]).toEqual([192, 24, 216])
})

test('the built-in LoRA fits the built-in model, its scale alpha over its own rank in each layer', async () => {
  const file = await openSafetensors(builtIn('loras/micro-hyper-lora.safetensors'))
  const micro = base(await openSafetensors(builtIn('checkpoints/micro-sd.safetensors')), 'unet')
  const modules = await matchLora(file, micro)
  expect(modules.length).toBe(164)
  expect(unmatchedModules(file, [micro])).toEqual([])
  for (const { scale, down } of modules) expect(scale).toBeCloseTo(16 / down.shape[0]!, 6)
})

test.each([
  ['loha', 'loha'],
  ['loha_tucker', 'loha'],
  ['lokr', 'lokr'],
  ['lokr_conv_tucker', 'lokr'],
  ['glora', 'glora'],
  ['oft', 'oft'],
  ['dora_in', 'dora'],
  ['dora_out', 'dora'],
  ['full_diff', 'difference'],
  ['kohya_locon_cp_mid', 'low-rank'],
])('every layer of %s is of the kind %s', async (name, kind) => {
  const modules = loraModules(await openSafetensors(golden(`nets/lora/${name}.safetensors`)))
  expect(new Set(modules.map(module => module.kind))).toEqual(new Set([kind]))
})

/** Stable Diffusion 1.5 at its real size, and LoRAs for other models of real size. */
const sd15 = base(headerOf(Object.fromEntries(sd15Tensors().map(({ name, shape }) => [name, shape]))), 'unet')
const pair = (layer: string, out: number, width: number) => ({
  [`${layer}.lora_down.weight`]: [8, width],
  [`${layer}.lora_up.weight`]: [out, 8],
})
const block = 'transformer_blocks_0_attn2_to_k'

test.each([
  ['SDXL, diffusers’ names', 'sdxl', pair(`lora_unet_down_blocks_1_attentions_0_${block}`, 640, 2048)],
  ['SDXL, CompVis’ names', 'sdxl', pair(`lora_unet_input_blocks_4_1_${block}`, 640, 2048)],
  ['SD 2', 'sd2', pair(`lora_unet_down_blocks_1_attentions_0_${block}`, 640, 1024)],
])('a LoRA for %s is refused on SD 1.5, and the sentence names both files and families', async (_, family, shapes) => {
  const lora = headerOf(shapes, { path: '/models/loras/other-family.safetensors' })
  const error: CheckpointError = await matchLora(lora, sd15).catch(error => error)
  expect(error.code).toBe('wrong-family')
  expect(error.message).toMatch(/^other-family\.safetensors does not fit base\.safetensors: .*attn2\.to_k\.weight/)
  expect(error.message).toMatch(/\[640, (2048|1024)\].*\[640,768\]/)
  expect(error.message).toContain(`it was made for the ${family} family, and base.safetensors is of the sd1 family`)
})

test('the second text encoder of an SDXL LoRA fits nothing in SD 1.5, and is told', async () => {
  const file = await openSafetensors(golden('nets/text_sdxl.lora_kohya.safetensors'))
  const unmatched = unmatchedModules(file, [tinyUnet, tinyText])
  expect(unmatched.length).toBe(18)
  expect(unmatched.every(name => name.startsWith('lora_te2_'))).toBe(true)
})

test('half a pair is refused', async () => {
  const [down] = Object.entries(pair(`lora_unet_down_blocks_1_attentions_0_${block}`, 640, 768))
  const lora = headerOf(Object.fromEntries([down!]), { path: '/models/half.safetensors' })
  await expect(matchLora(lora, sd15)).rejects.toThrow(
    /^half\.safetensors is incomplete: .* only one of its two factors/,
  )
})

/** Run as a plain LoRA, such a layer would give a wrong picture without a word. */
test.each([
  ['DoRA in PEFT’s names', 'DoRA', 'lora_magnitude_vector.weight'],
  ['DoRA in PEFT’s names of a trained adapter', 'DoRA', 'lora_magnitude_vector.default.weight'],
  ['DoRA in kohya’s names', 'DoRA', 'dora_scale'],
  ['a changed bias beside the factors', 'full-difference', 'diff_b'],
])('%s is not taken for a LoRA', async (_, kind, suffix) => {
  const layer = 'unet.down_blocks.1.attentions.0.transformer_blocks.0.attn2.to_k'
  const shapes = {
    [`${layer}.lora_A.weight`]: [8, 768],
    [`${layer}.lora_B.weight`]: [640, 8],
    [`${layer}.${suffix}`]: [640],
  }
  await expect(matchLora(headerOf(shapes), sd15)).rejects.toThrow(`made-up.safetensors is a ${kind} file`)
})
