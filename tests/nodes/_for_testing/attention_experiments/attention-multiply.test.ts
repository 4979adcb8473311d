import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { fileRef, openSafetensors } from '../../../../engine/checkpoint/files/safetensors.ts'
import { writeSafetensors } from '../../../../engine/checkpoint/files/safetensors-writer.ts'
import type { Clip, Model } from '../../../../engine/pipeline/types.ts'
import clipAttention from '../../../../nodes/_for_testing/attention_experiments/clip-attention-multiply.ts'
import crossAttention from '../../../../nodes/_for_testing/attention_experiments/u-net-cross-attention-multiply.ts'
import selfAttention from '../../../../nodes/_for_testing/attention_experiments/u-net-self-attention-multiply.ts'
import bothAttentions from '../../../../nodes/_for_testing/attention_experiments/u-net-temporal-attention-multiply.ts'
import checkpointLoader from '../../../../nodes/loaders/checkpoint-loader-simple.ts'
import loraLoaderModelOnly from '../../../../nodes/loaders/lora-loader-model-only.ts'
import { goldenPath } from '../../../engine/networks/run-graph.ts'
import { sessions } from '../../../engine/runtime/shared-sessions.ts'
import { readGolden } from '../../../goldens/read.ts'
import { type Case, caseContext, cases, drawCase, empty, negative, positive } from '../../draw-case.ts'
import { openTiny } from '../../tiny.ts'

const folder = await mkdtemp(join(tmpdir(), 'attention-'))
afterAll(() => rm(folder, { recursive: true }))
const context = caseContext(sessions)
const { model: MODEL, clip: CLIP, encode } = await openTiny(context)

/** A checkpoint whose weights and biases were multiplied beforehand, in float32. */
async function multiplied(name: string, factors: Readonly<Record<string, number>>) {
  const { metadata } = await openSafetensors(goldenPath('pipelines/tiny_sd15.safetensors'))
  const tensors = readGolden('pipelines/tiny_sd15.safetensors')
  const specs = [...tensors].map(([name, { dims }]) => ({ name, dtype: 'F32' as const, shape: dims }))
  const path = join(folder, `${name}.safetensors`)
  const bytesOf = ({ name }: { readonly name: string }) => {
    const factor = Object.entries(factors).find(([layer]) => name.includes(`.${layer}.`))?.[1] ?? 1
    return [new Uint8Array(tensors.get(name)!.data.map(value => value * factor).buffer)]
  }
  await writeSafetensors(path, specs, bytesOf, metadata)
  return checkpointLoader.run({ ckpt_name: await fileRef(path) }, context)
}

const c: Case = { ...cases.find(({ name }) => name.includes('euler'))!, steps: 2 }
const draw = async (model: Model, clip: Clip = CLIP) => {
  const prompts = { positive: await encode(positive, clip), negative: await encode(negative, clip) }
  return (await drawCase(c, { model, ...prompts, latent: empty(1) }, context)).latent.samples.data
}
const farthest = (a: Float32Array, b: Float32Array) =>
  Math.max(...a.map((value, i) => Math.abs(value - b[i]!))) / Math.max(...b.map(Math.abs))

const given = { q: 1.5, k: 0.8, v: 1.2, out: 0.7 }

test.each([
  ['attn1', selfAttention],
  ['attn2', crossAttention],
] as const)('the picture of %s multiplied is that of a file with these weights', async (attention, node) => {
  const [q, k, v, out] = ['to_q', 'to_k', 'to_v', 'to_out.0'].map(layer => `${attention}.${layer}`) as [
    string,
    string,
    string,
    string,
  ]
  const file = await multiplied(attention, { [q]: 1.5, [k]: 0.8, [v]: 1.2, [out]: 0.7 })
  const { MODEL: scaled } = await node.run({ model: MODEL, ...given }, context)
  const drawn = await draw(scaled)
  expect(farthest(drawn, await draw(file.MODEL))).toBeLessThan(1e-5)
  expect(farthest(drawn, await draw(MODEL))).toBeGreaterThan(1e-3)
})

test('both attentions of video models’ node, with a LoRA after it, which stays as it is', async () => {
  const file = await multiplied('both', { 'attn1.to_out.0': 0.5, 'attn2.to_out.0': 2 })
  const how = { self_structural: 0.5, self_temporal: 9, cross_structural: 2, cross_temporal: 9 }
  const { MODEL: scaled } = await bothAttentions.run({ model: MODEL, ...how }, context)
  const lora = { lora_name: await fileRef(goldenPath('nets/lora/kohya_linear.safetensors')), strength_model: 0.8 }
  const [one, two] = [
    (await loraLoaderModelOnly.run({ model: scaled, ...lora }, context)).MODEL,
    (await loraLoaderModelOnly.run({ model: file.MODEL, ...lora }, context)).MODEL,
  ]
  expect(farthest(await draw(one), await draw(two))).toBeLessThan(1e-5)
})

test('a text encoder with its attention multiplied, rounded as ComfyUI rounds it', async () => {
  const { CLIP: scaled } = await clipAttention.run({ clip: CLIP, q: 2, k: 0.5, v: 4, out: 0.25 }, context)
  const layers = { 'self_attn.q_proj': 2, 'self_attn.k_proj': 0.5, 'self_attn.v_proj': 4, 'self_attn.out_proj': 0.25 }
  const file = await multiplied('text', layers)
  const [a, b] = [(await encode(positive, scaled))[0]!, (await encode(positive, file.CLIP))[0]!]
  expect(farthest(a.embedding.data, b.embedding.data)).toBeLessThan(1e-5)
})
