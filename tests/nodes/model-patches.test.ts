import { describe, expect, test } from 'vitest'
import { fileRef } from '../../engine/checkpoint/files/safetensors.ts'
import type { Keyframes } from '../../engine/lora/keyframes.ts'
import { type Conditioning, type Latent, type Model, type Patch, patched } from '../../engine/pipeline/types.ts'
import { zeros } from '../../engine/tensor/tensor.ts'
import pairConditioningSetProperties from '../../nodes/advanced/hooks/cond_pair/pair-conditioning-set-properties.ts'
import createHookLora from '../../nodes/advanced/hooks/create/create-hook-lora.ts'
import createHookModelAsLora from '../../nodes/advanced/hooks/create/create-hook-model-as-lora.ts'
import createHookModelAsLoraModelOnly from '../../nodes/advanced/hooks/create/create-hook-model-as-lora-model-only.ts'
import createHookKeyframe from '../../nodes/advanced/hooks/scheduling/create-hook-keyframe.ts'
import setHookKeyframes from '../../nodes/advanced/hooks/scheduling/set-hook-keyframes.ts'
import unetLoader from '../../nodes/advanced/loaders/unet-loader.ts'
import modelSamplingContinuousEdm from '../../nodes/advanced/model/model-sampling-continuous-edm.ts'
import modelSamplingContinuousV from '../../nodes/advanced/model/model-sampling-continuous-v.ts'
import modelSamplingSd3 from '../../nodes/advanced/model/model-sampling-sd3.ts'
import clipMergeAdd from '../../nodes/advanced/model_merging/clip-merge-add.ts'
import clipMergeSimple from '../../nodes/advanced/model_merging/clip-merge-simple.ts'
import clipMergeSubtract from '../../nodes/advanced/model_merging/clip-merge-subtract.ts'
import modelMergeAdd from '../../nodes/advanced/model_merging/model-merge-add.ts'
import modelMergeBlocks from '../../nodes/advanced/model_merging/model-merge-blocks.ts'
import modelMergeSimple from '../../nodes/advanced/model_merging/model-merge-simple.ts'
import modelMergeSubtract from '../../nodes/advanced/model_merging/model-merge-subtract.ts'
import clipTextEncode from '../../nodes/conditioning/clip-text-encode.ts'
import latentApplyOperationCfg from '../../nodes/latent/advanced/operations/latent-apply-operation-cfg.ts'
import latentOperationSharpen from '../../nodes/latent/advanced/operations/latent-operation-sharpen.ts'
import latentOperationTonemapReinhard from '../../nodes/latent/advanced/operations/latent-operation-tonemap-reinhard.ts'
import setLatentNoiseMask from '../../nodes/latent/inpaint/set-latent-noise-mask.ts'
import vaeEncode from '../../nodes/latent/vae-encode.ts'
import { goldenPath } from '../engine/networks/run-graph.ts'
import { sessions } from '../engine/runtime/shared-sessions.ts'
import { readGolden, readGoldenJson } from '../goldens/read.ts'
import { type Case, caseContext, drawCase, empty, negative, positive } from './draw-case.ts'
import { openTiny } from './tiny.ts'

/**
 * ComfyUI 0.3.64's own model-patch nodes on the small checkpoint (tests/goldens/README.md, pipelines/patches): latents within
 * 1e-4 of the largest value.
 */
const { cases } = readGoldenJson<{ cases: Case[] }>('pipelines/patches.json')
const goldens = readGolden('pipelines/patches.safetensors')

const source = {
  dims: goldens.get('source_u8')!.dims,
  data: goldens.get('source_u8')!.data.map(v => v / 255),
}

const context = caseContext(sessions)
const { model: MODEL, clip: CLIP, vae: VAE, encode } = await openTiny(context)

const other = async (): Promise<Model> =>
  (
    await unetLoader.run(
      { unet_name: await fileRef(goldenPath('pipelines/tiny_sd15_b.safetensors')), weight_dtype: 'default' },
      context,
    )
  ).MODEL

const guidedBy = (patch: Patch): Start => ({ model: patched(MODEL, patch) })
interface Start {
  readonly model?: Model
  readonly latent?: Latent
  readonly positive?: Conditioning
  readonly negative?: Conditioning
}

const flow = async (): Promise<Start> => ({
  model: (await modelSamplingSd3.run({ model: MODEL, shift: 3 }, context)).MODEL,
})

/** A LoRA whose strength changes on the way, on both prompts. */
async function hooked(...steps: readonly (readonly [strength_mult: number, start_percent: number])[]) {
  let keyframes: Keyframes | undefined
  for (const [strength_mult, start_percent] of steps) {
    const { HOOK_KF } = await createHookKeyframe.run({ strength_mult, start_percent, prev_hook_kf: keyframes }, context)
    keyframes = HOOK_KF
  }
  const lora_name = await fileRef(goldenPath('nets/lora/kohya_linear.safetensors'))
  const how = { lora_name, strength_model: 1, strength_clip: 0, prev_hooks: undefined }
  const { HOOKS } = await setHookKeyframes.run(
    { hooks: (await createHookLora.run(how, context)).HOOKS, hook_kf: keyframes },
    context,
  )
  return pairConditioningSetProperties.run(
    {
      ...{ positive_NEW: await encode(positive), negative_NEW: await encode(negative) },
      ...{ strength: 1, set_cond_area: 'default', mask: undefined, hooks: HOOKS, timesteps: undefined },
    },
    context,
  )
}

const starts: Readonly<Record<string, () => Start | Promise<Start>>> = {
  base: () => ({}),
  freeu: () => guidedBy({ kind: 'free-u', version: 1, scales: [1.3, 1.4, 0.9, 0.2] }),
  freeu_v2: () => guidedBy({ kind: 'free-u', version: 2, scales: [1.3, 1.4, 0.9, 0.2] }),
  hypertile: () => guidedBy({ kind: 'hyper-tile', tileSize: 64, swapSize: 1, maxDepth: 0, scaleDepth: false }),
  tome: () => guidedBy({ kind: 'token-merging', ratio: 0.3 }),
  deep_shrink0: () =>
    guidedBy({
      kind: 'downscale',
      ...{ block: 3, factor: 2, range: { start: 0, end: 0.35 }, afterSkip: true, down: 'bicubic', up: 'bicubic' },
    }),
  deep_shrink1: () =>
    guidedBy({
      kind: 'downscale',
      ...{ block: 4, factor: 1.5, range: { start: 0, end: 0.6 }, afterSkip: false },
      ...{ down: 'bilinear', up: 'nearest-exact' },
    }),
  async differential() {
    const { LATENT: samples } = await vaeEncode.run({ pixels: source, vae: VAE }, context)
    const { LATENT: latent } = await setLatentNoiseMask.run({ samples, mask: goldens.get('mask')! }, context)
    return { ...guidedBy({ kind: 'differential', strength: 1 }), latent }
  },
  pag: () => guidedBy({ kind: 'perturbed-attention', scale: 3 }),
  pag_cfg1: () => guidedBy({ kind: 'perturbed-attention', scale: 3 }),
  sag: () => guidedBy({ kind: 'self-attention', scale: 0.5, blur: 2 }),
  perpneg: async () => guidedBy({ kind: 'perp-neg', empty: await encode(''), scale: 1 }),
  apg: () => guidedBy({ kind: 'apg', eta: 1, threshold: 5, momentum: 0 }),
  tcfg: () => guidedBy({ kind: 'tcfg' }),
  mahiro: () => guidedBy({ kind: 'mahiro' }),
  fresca: () => guidedBy({ kind: 'fresca', low: 1, high: 1.25, cutoff: 3 }),
  epsilon_scaling: () => guidedBy({ kind: 'epsilon-scaling', factor: 1.005 }),
  async tonemap() {
    const { LATENT_OPERATION: operation } = await latentOperationTonemapReinhard.run({ multiplier: 1.5 }, context)
    return { model: (await latentApplyOperationCfg.run({ model: MODEL, operation }, context)).MODEL }
  },
  async sharpen() {
    const how = { sharpen_radius: 3, sigma: 1, alpha: 0.1 }
    const { LATENT_OPERATION: operation } = await latentOperationSharpen.run(how, context)
    return { model: (await latentApplyOperationCfg.run({ model: MODEL, operation }, context)).MODEL }
  },
  async 'merge.simple'() {
    return { model: (await modelMergeSimple.run({ model1: MODEL, model2: await other(), ratio: 0.4 }, context)).MODEL }
  },
  async 'merge.subtract'() {
    const difference = { model1: await other(), model2: MODEL, multiplier: 0.4 }
    const { MODEL: model2 } = await modelMergeSubtract.run(difference, context)
    return { model: (await modelMergeAdd.run({ model1: MODEL, model2 }, context)).MODEL }
  },
  async 'merge.blocks'() {
    const shares = { input: 0.2, middle: 0.5, out: 0.8 }
    return { model: (await modelMergeBlocks.run({ model1: MODEL, model2: await other(), ...shares }, context)).MODEL }
  },
  async edm_v() {
    const how = { model: MODEL, sampling: 'v_prediction', sigma_max: 120, sigma_min: 0.002 } as const
    return { model: (await modelSamplingContinuousEdm.run(how, context)).MODEL }
  },
  hook_lora: () => hooked([1, 0], [0.4, 0.3], [-0.5, 0.7]),
  'flow.euler': () => flow(),
  'flow.dpmpp_2m': () => flow(),
  'flow.euler_ancestral': () => flow(),
  'flow.dpmpp_2m_sde': () => flow(),
  async 'flow.img2img'() {
    return { ...(await flow()), latent: (await vaeEncode.run({ pixels: source, vae: VAE }, context)).LATENT }
  },
  async continuous_v() {
    const how = { model: MODEL, sampling: 'v_prediction', sigma_max: 500, sigma_min: 0.03 } as const
    return { model: (await modelSamplingContinuousV.run(how, context)).MODEL }
  },
}

describe.each(cases.filter(({ name }) => starts[name]))('$name', c => {
  test('is the latent that ComfyUI makes of the same nodes', async () => {
    const start = { model: MODEL, positive: await encode(positive), negative: await encode(negative), latent: empty(1) }
    const { latent } = await drawCase(c, { ...start, ...(await starts[c.name]!()) }, context)
    const expected = goldens.get(`${c.name}.latent`)!
    const largest = Math.max(...expected.data.map(Math.abs))
    const off = Math.max(...expected.data.map((value, i) => Math.abs(value - latent.samples.data[i]!)))
    if (process.env.SHOW) console.log(c.name, (off / largest).toExponential(1))
    expect(off / largest).toBeLessThan(1e-4)
  })
})

test('a checkpoint as a LoRA, at a share, is the merge with it that ComfyUI makes', async () => {
  const c = cases.find(({ name }) => name === 'merge.simple')!
  const ckpt_name = await fileRef(goldenPath('pipelines/tiny_sd15_b.safetensors'))
  const { HOOKS: hooks } = await createHookModelAsLora.run(
    { ckpt_name, strength_model: 0.6, strength_clip: 1, prev_hooks: undefined },
    context,
  )
  const prompts = await pairConditioningSetProperties.run(
    {
      ...{ positive_NEW: await encode(positive), negative_NEW: await encode(negative) },
      ...{ strength: 1, set_cond_area: 'default', mask: undefined, hooks, timesteps: undefined },
    },
    context,
  )
  const { latent } = await drawCase(c, { model: MODEL, latent: empty(1), ...prompts }, context)
  const expected = goldens.get('merge.simple.latent')!
  const largest = Math.max(...expected.data.map(Math.abs))
  const off = Math.max(...expected.data.map((value, i) => Math.abs(value - latent.samples.data[i]!)))
  expect(off / largest).toBeLessThan(1e-4)
})

test('a checkpoint as a LoRA on the text encoder: its own encodes as before, and one of another family is refused', async () => {
  const own = await fileRef(goldenPath('pipelines/tiny_sd15.safetensors'))
  const { HOOKS: hooks } = await createHookModelAsLora.run(
    { ckpt_name: own, strength_model: 1, strength_clip: 1, prev_hooks: undefined },
    context,
  )
  const hooked = { hooks, onPrompts: false, scheduled: false }
  const plain = (await encode(positive))[0]!.embedding.data
  const off = (await encode(positive, { ...CLIP, hooked }))[0]!.embedding.data.map(
    (value, i, { length }) => value - plain[i % length]!,
  )
  expect(Math.max(...off.map(Math.abs))).toBeLessThan(1e-3)
  const other = await fileRef(goldenPath('pipelines/tiny_sdxl.safetensors'))
  const wrong = { ckpt_name: other, strength_model: 1, prev_hooks: undefined }
  const { HOOKS: foreign } = await createHookModelAsLoraModelOnly.run(wrong, context)
  const prompts = (await encode(positive)).map(prompt => ({ ...prompt, hooks: foreign }))
  const c = { ...cases.find(({ name }) => name === 'base')!, steps: 1 }
  const start = { model: MODEL, latent: empty(1), positive: prompts, negative: await encode(negative) }
  await expect(drawCase(c, start, context)).rejects.toThrow('of the same family')
})

test('another schedule of a hook makes no session, and one that never acts gives the picture without it', async () => {
  const c = { ...cases.find(({ name }) => name === 'hook_lora')!, steps: 2 }
  const draw = async (prompts: Pick<Start, 'positive' | 'negative'>) => {
    const start = { positive: await encode(positive), negative: await encode(negative), ...prompts }
    return (await drawCase(c, { model: MODEL, latent: empty(1), ...start }, context)).latent.samples.data
  }
  const compiled = () => sessions.timings.reduce((sum, { created }) => sum + created, 0)
  const plain = await draw({})
  const falling = await draw(await hooked([1, 0], [0.5, 0.5]))
  const before = compiled()
  expect(await draw(await hooked([0.2, 0], [-3, 0.5]))).not.toEqual(falling)
  expect(await draw(await hooked([0, 0]))).toEqual(plain)
  expect(compiled()).toBe(before)
  const { positive: drawn } = await hooked([1, 0])
  expect(await draw({ positive: drawn })).not.toEqual(await draw(await hooked([1, 0])))
})

test('a LoRA in a prompt changes with the steps, without a session of its own for each strength', async () => {
  const c = { ...cases.find(({ name }) => name === 'base')!, steps: 2 }
  const find = async () => fileRef(goldenPath('nets/lora/kohya_linear.safetensors'))
  const draw = async (tag: string) => {
    const { CONDITIONING } = await clipTextEncode.run(
      { text: `a cat <lora:x:${tag}>`, clip: CLIP },
      { ...context, find },
    )
    const start = { model: MODEL, positive: CONDITIONING, negative: await encode(negative), latent: empty(1) }
    return (await drawCase(c, start, context)).latent.samples.data
  }
  const created = () => sessions.timings.reduce((sum, { created }) => sum + created, 0)
  const [full, off] = [await draw('1:te=0'), await draw('0:te=0')]
  const before = created()
  expect(await draw('1@1')).toEqual(full)
  expect(await draw('0@0')).toEqual(off)
  const falling = await draw('1@0,0@0.5')
  expect(falling).not.toEqual(full)
  expect(falling).not.toEqual(off)
  expect(created()).toBe(before)
})

test('FreeU version 2 gives numbers where the deepest map is one pixel', async () => {
  const c = { ...cases.find(({ name }) => name === 'freeu_v2')!, steps: 1 }
  const { model = MODEL } = await starts.freeu_v2!()
  const start = { model, positive: await encode(positive), negative: await encode(negative) }
  const { latent } = await drawCase(c, { ...start, latent: { samples: zeros([1, 4, 8, 8]) } }, context)
  expect(latent.samples.data.every(Number.isFinite)).toBe(true)
})

test('at ratio 1 a merge is the first model, bit for bit', async () => {
  const c = { ...cases.find(({ name }) => name === 'base')!, steps: 1 }
  const start = { positive: await encode(positive), negative: await encode(negative), latent: empty(1) }
  const { MODEL: model } = await modelMergeSimple.run({ model1: MODEL, model2: await other(), ratio: 1 }, context)
  const [merged, plain] = [
    await drawCase(c, { ...start, model }, context),
    await drawCase(c, { ...start, model: MODEL }, context),
  ]
  expect(merged.latent.samples.data).toEqual(plain.latent.samples.data)
})

test('a text encoder merged with itself encodes as before, and its difference to itself is none', async () => {
  const { CLIP: half } = await clipMergeSimple.run({ clip1: CLIP, clip2: CLIP, ratio: 0.5 }, context)
  expect(await encode(positive, half)).toEqual(await encode(positive))
  const { CLIP: none } = await clipMergeSubtract.run({ clip1: CLIP, clip2: CLIP, multiplier: 1 }, context)
  const { CLIP: same } = await clipMergeAdd.run({ clip1: CLIP, clip2: none }, context)
  expect(await encode(positive, same)).toEqual(await encode(positive))
})
