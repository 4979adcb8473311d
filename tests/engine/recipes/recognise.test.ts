import { expect, test } from 'vitest'
import type { Safetensors } from '../../../engine/checkpoint/files/safetensors.ts'
import { type FileSigns, recognise, wantsHash } from '../../../engine/recipes/recognise.ts'
import { builtInRecipes as table } from '../../../runtime/recipes/table.ts'
import { headerOf } from '../checkpoint/files.ts'
import {
  checkpointFile,
  isAttention,
  isDistilled,
  layersOf,
  loraFile,
  type Network,
  networks,
  unetFile,
} from './layouts.ts'

const found = (file: Partial<FileSigns>) => {
  const result = recognise(table, { name: 'renamed.safetensors', header: null, ...file })
  return result && { by: result.by, ids: result.rows.map(({ id }) => id) }
}

const guidance = { 'time_embedding.cond_proj.weight': [320, 256] }
const micro = headerOf(
  Object.fromEntries(Array.from({ length: 164 }, (_, i) => [`lora_unet_layer_${i}.lora_down.weight`, [32, 96]])),
)
/** One file of each layout that the table tells apart. */
const files: Readonly<Record<string, Safetensors>> = {
  'sd1-lora-f32': loraFile(networks.sd1, { dtype: 'F32' }),
  'sd1-lora-f16': loraFile(networks.sd1),
  'sd2-lora': loraFile(networks.sd2),
  'sdxl-lora-f32': loraFile(networks.sdxl, { dtype: 'F32' }),
  'sdxl-lora-f16': loraFile(networks.sdxl),
  'ssd-1b-lora': loraFile(networks['ssd-1b']),
  'micro-lora': { ...micro, metadata: { 'modelspec.title': 'Micro SD Hyper LoRA (1-8 steps, TCD)' } },
  'sd1-lcm-unet': unetFile(networks.sd1, 'F16', guidance),
  'sdxl-lcm-unet': unetFile(networks.sdxl, 'F16', guidance),
  'ssd-1b-lcm-unet': unetFile(networks['ssd-1b'], 'F16', guidance),
  'sdxl-unet-f16': unetFile(networks.sdxl, 'F16'),
  'sdxl-unet-f32': unetFile(networks.sdxl, 'F32'),
}

/** The published names; what is left out of a row's fixture by its layout is named here on purpose. */
const publishedNames: Readonly<Record<string, string>> = {
  'micro-hyper-lora': 'micro-hyper-lora.safetensors',
  ...Object.fromEntries(
    ['SD15', 'SDXL'].flatMap(base => [
      [`hyper-${base.toLowerCase()}-1step-lora`, `Hyper-${base}-1step-lora.safetensors`],
      ...[2, 4, 8].map(n => [`hyper-${base.toLowerCase()}-${n}step-lora`, `Hyper-${base}-${n}steps-lora.safetensors`]),
      ...[8, 12].map(n => [
        `hyper-${base.toLowerCase()}-${n}step-cfg-lora`,
        `Hyper-${base}-${n}steps-CFG-lora.safetensors`,
      ]),
      ...[2, 4, 8, 16].map(n => [
        `pcm-${base.toLowerCase()}-${n}step-lora`,
        `pcm_${base.toLowerCase()}_smallcfg_${n}step_converted.safetensors`,
      ]),
      ...[4, 8, 16].map(n => [
        `pcm-${base.toLowerCase()}-${n}step-cfg-lora`,
        `pcm_${base.toLowerCase()}_normalcfg_${n}step_converted.safetensors`,
      ]),
      [`pcm-${base.toLowerCase()}-lcmlike-lora`, `pcm_${base.toLowerCase()}_lcmlike_lora_converted.safetensors`],
    ]),
  ),
  ...Object.fromEntries(
    [2, 4, 8].flatMap(n => [
      [`lightning-sdxl-${n}step-lora`, `sdxl_lightning_${n}step_lora.safetensors`],
      [`lightning-sdxl-${n}step-unet`, `sdxl_lightning_${n}step_unet.safetensors`],
      [`lightning-sdxl-${n}step`, `sdxl_lightning_${n}step.safetensors`],
    ]),
  ),
  'lightning-sdxl-1step-x0-unet': 'sdxl_lightning_1step_unet_x0.safetensors',
  'lightning-sdxl-1step-x0': 'sdxl_lightning_1step_x0.safetensors',
  'hyper-sdxl-1step-unet': 'Hyper-SDXL-1step-Unet.safetensors',
  'hyper-sdxl-1step-checkpoint': 'Hyper-SDXL-1step-Unet-Comfyui.fp16.safetensors',
  'tcd-sd15-lora': 'TCD-SD15-LoRA.safetensors',
  'tcd-sd21-lora': 'TCD-SD21-base-LoRA.safetensors',
  'tcd-sdxl-lora': 'TCD-SDXL-LoRA.safetensors',
  'lcm-sd15-lora': 'lcm-lora-sdv1-5.safetensors',
  'lcm-sdxl-lora': 'lcm-lora-sdxl.safetensors',
  'lcm-ssd-1b-lora': 'lcm-lora-ssd-1b.safetensors',
  'lcm-sd15-unet': 'LCM_Dreamshaper_v7.safetensors',
  'lcm-sdxl-unet': 'lcm-sdxl-base-1.0.safetensors',
  'lcm-ssd-1b-unet': 'lcm-ssd-1b.safetensors',
  'sd-turbo': 'sd_turbo.safetensors',
  'sdxl-turbo': 'sd_xl_turbo_1.0_fp16.safetensors',
  'sdxl-turbo-lora': 'sd_xl_turbo_lora_v1-128dim.safetensors',
  'turbomix-lora': 'LCMTurboMix_LCM_Sampler.safetensors',
  'turbomix-euler-a-lora': 'LCMTurboMix_Euler_A_fix.safetensors',
  'dmd2-sdxl-4step-lora': 'dmd2_sdxl_4step_lora_fp16.safetensors',
  'dmd2-sdxl-4step-unet': 'dmd2_sdxl_4step_unet_fp16.safetensors',
  'dmd2-sdxl-1step-unet': 'dmd2_sdxl_1step_unet_fp16.safetensors',
  'nitrosd-realism-unet': 'nitrosd-realism_unet.safetensors',
  'nitrosd-vibrant-unet': 'nitrosd-vibrant_unet.safetensors',
  'nitrosd-realism-checkpoint': 'nitrosd-realism_comfyui.safetensors',
  'nitrosd-vibrant-checkpoint': 'nitrosd-vibrant_comfyui.safetensors',
  'noob-hyper-dmd-lora': 'NoobV065sHyperDmd.safetensors',
  'flash-sd15-lora': 'FlashSD.safetensors',
  'flash-sdxl-lora': 'FlashSDXL.safetensors',
  'perflow-sd15': 'perflow-sd15-dreamshaper.safetensors',
  'perflow-sdxl': 'perflow-sdxl-dreamshaper.safetensors',
}

test('the generated LoRAs are as large as the published ones', () => {
  const modules = (network: Network) => [...layersOf(network)].filter(isDistilled).length
  const bytes = (file: Safetensors, size: number) =>
    [...file.tensors.values()].reduce(
      (sum, { shape }) => sum + size * (shape.length && shape.reduce((a, b) => a * b)),
      0,
    )
  expect([modules(networks.sd1), modules(networks.sdxl)]).toEqual([278, 788])
  // Hyper-SD15: 269 MB, Hyper-SDXL: 787 359 648 bytes with its header; LCM's for SSD-1B: 210 MB.
  expect(bytes(files['sd1-lora-f32']!, 4)).toBe(269_008_896)
  expect(bytes(files['sdxl-lora-f32']!, 4)).toBe(787_005_440)
  expect(bytes(files['ssd-1b-lora']!, 2)).toBe(209_805_312)
})

test('every row has a published name here', () => {
  expect(Object.keys(publishedNames).toSorted()).toEqual(table.rows.map(({ id }) => id).toSorted())
})

test.each(Object.entries(publishedNames))('%s is known by its name alone, and nothing else is', (id, name) => {
  expect(found({ name })).toEqual({ by: 'name', ids: [id] })
  expect(found({ name: `D:\\models\\${name.toUpperCase().replaceAll(/[-_]/g, ' ')}` })).toEqual({
    by: 'name',
    ids: [id],
  })
})

const told = table.rows.filter(({ layouts }) => layouts.length > 0)
const untold = table.rows.filter(({ layouts }) => layouts.length === 0)

test.each(told.flatMap(row => row.layouts.map(layout => [row.id, layout] as const)))(
  '%s is one of the rows of its layout %s, without rows of other layouts',
  (id, layout) => {
    const result = found({ header: files[layout]! })
    expect(result?.by).toBe('layout')
    expect(result?.ids).toContain(id)
    const others = told.filter(({ layouts }) => !layouts.includes(layout)).map(({ id }) => id)
    expect(result?.ids.filter(each => others.includes(each))).toEqual([])
  },
)

test.each(told.flatMap(row => row.layouts.map(layout => [row.id, layout] as const)))(
  '%s with the layout %s is known exactly by its name, its own title, or its hash',
  (id, layout) => {
    const header = files[layout]!
    const name = publishedNames[id]!
    expect(found({ header, name })).toEqual({ by: 'name', ids: [id] })
    const titled = { ...header, metadata: { ...header.metadata, ss_output_name: name } }
    expect(found({ header: titled })).toEqual({ by: 'title', ids: [id] })
    for (const sha256 of table.rows.find(row => row.id === id)!.sha256)
      expect(found({ header, sha256 })).toEqual({ by: 'hash', ids: [id] })
  },
)

test('a distilled checkpoint has the keys of its base model: only hash, title or name identify it', () => {
  expect(untold.map(({ id }) => id)).toEqual([
    'hyper-sdxl-1step-checkpoint',
    'lightning-sdxl-2step',
    'lightning-sdxl-4step',
    'lightning-sdxl-8step',
    'lightning-sdxl-1step-x0',
    'sd-turbo',
    'sdxl-turbo',
    'sdxl-turbo-lora',
    'turbomix-lora',
    'turbomix-euler-a-lora',
    'flash-sd15-lora',
    'flash-sdxl-lora',
    'perflow-sd15',
    'perflow-sdxl',
    'nitrosd-realism-checkpoint',
    'nitrosd-vibrant-checkpoint',
    'noob-hyper-dmd-lora',
  ])
  const header = checkpointFile(networks.sdxl)
  expect(found({ header, name: 'sdxl_lightning_4step.safetensors' })?.ids).toEqual(['lightning-sdxl-4step'])
  const titled = { ...header, metadata: { 'modelspec.title': 'SDXL Turbo 1.0' } }
  expect(found({ header: titled })).toEqual({ by: 'title', ids: ['sdxl-turbo'] })
})

test.each([
  ['an SD 1.5 checkpoint', checkpointFile(networks.sd1)],
  ['an SDXL checkpoint', checkpointFile(networks.sdxl)],
  ['an SD 1.5 UNet', unetFile(networks.sd1, 'F16')],
  ['a style LoRA of rank 16', loraFile(networks.sd1, { rank: 16, layers: isAttention })],
  ['a style LoRA of rank 64', loraFile(networks.sdxl, { layers: isAttention, naming: 'peft' })],
  ['a LoRA over every layer, of rank 32', loraFile(networks.sdxl, { rank: 32 })],
  ['a distillation for bfloat16', loraFile(networks.sdxl, { dtype: 'BF16' })],
])('%s is not a few-step file', (_, header) => {
  expect(found({ header })).toBe(null)
})

test.each([
  'v1-5-pruned-emaonly.safetensors',
  'sd_xl_base_1.0.safetensors',
  'hyperrealism-lora.safetensors',
  'Hyper-FLUX.1-dev-8steps-lora.safetensors',
  'Hyper-SD3-8steps-CFG-lora.safetensors',
  'Hyper-SD15-3steps-lora.safetensors',
  'my-sd-turbo-merge.safetensors',
  'sdxl-flash-lora.safetensors',
  'pytorch_lora_weights.safetensors',
])('%s does not identify a file', name => {
  expect(found({ name })).toBe(null)
})

test('a file converted to other numbers is still known by its name', () => {
  const header = loraFile(networks.sdxl, { dtype: 'F16' })
  expect(found({ header, name: 'Hyper-SDXL-8steps-lora-fp16.safetensors' })).toEqual({
    by: 'name',
    ids: ['hyper-sdxl-8step-lora'],
  })
})

test('a name that contradicts the layout is the first candidate', () => {
  const result = found({ header: files['ssd-1b-lora']!, name: 'lcm-lora-sdxl.safetensors' })
  expect(result).toEqual({ by: 'layout', ids: ['lcm-sdxl-lora', 'lcm-ssd-1b-lora'] })
})

test('a name of another family or another kind is ignored', () => {
  expect(found({ header: checkpointFile(networks.sd1), name: 'sd_xl_turbo_1.0.safetensors' })).toBe(null)
  expect(found({ header: checkpointFile(networks.sdxl), name: 'Hyper-SDXL-8steps-lora.safetensors' })).toBe(null)
})

test('a file is hashed only where the hash can decide between candidates', () => {
  const by = (header: Safetensors, name = 'renamed') => wantsHash(recognise(table, { header, name }))
  expect(by(files['sdxl-lora-f32']!)).toBe(true)
  expect(by(files['sdxl-lora-f32']!, 'Hyper-SDXL-8steps-lora')).toBe(false)
  expect(by(files['sd2-lora']!)).toBe(false)
})
