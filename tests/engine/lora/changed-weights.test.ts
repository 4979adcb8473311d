import { describe, expect, test } from 'vitest'
import { fileRef, readTensorAt } from '../../../engine/checkpoint/files/safetensors.ts'
import { strengthInput } from '../../../engine/lora/branches.ts'
import { ChangedWeights, type LoraChange } from '../../../engine/lora/changed-weights.ts'
import { type LoraBase, loraChanges } from '../../../engine/lora/match.ts'
import { Graph } from '../../../engine/onnx/graph.ts'
import { Weights } from '../../../engine/onnx/weights.ts'
import { createSession } from '../../../engine/runtime/session.ts'
import { type Tensor, tensor } from '../../../engine/tensor/tensor.ts'
import { readGolden, readGoldenJson } from '../../goldens/read.ts'
import { expectClose, goldenPath, goldenWeights } from '../networks/run-graph.ts'

/**
 * Merged weights, `file.strength.w.KEY`, computed with ComfyUI or, for PEFT's names, by the plain formula
 * (tests/goldens/README.md, lora/).
 */
const expected = readGolden('nets/lora/expected.safetensors')
const unet = await goldenWeights('pipelines/tiny_sd15.safetensors', 'model.diffusion_model.')
const base: LoraBase = {
  network: 'unet',
  file: await fileRef(goldenPath('pipelines/tiny_sd15.safetensors')),
  tensors: unet.tensors,
}

type Applied = readonly [name: string, strength: number]

/** The weights `keys` with LoRAs merged in, in order. */
async function merged(loras: readonly Applied[], keys: readonly string[]): Promise<Readonly<Record<string, Tensor>>> {
  const changes = new Map<string, LoraChange[]>()
  for (const [lora, [name]] of loras.entries())
    for (const { key, ...change } of await loraChanges(
      await fileRef(goldenPath(`nets/lora/${name}.safetensors`)),
      base,
    ))
      changes.set(key, [...(changes.get(key) ?? []), { lora, ...change }])
  const graph = new Graph('merged')
  const weights = new Weights(graph, unet, new ChangedWeights(graph, changes, strengthInput(graph, loras.length)))
  for (const key of keys) weights.value(key).output(`merged/${key}`)
  const session = await createSession(graph, { device: 'cpu', threads: 1, root: unet.path })
  const strengths = loras.map(([, strength]) => strength)
  const results = await session.run({ strength: tensor([1, loras.length], Float32Array.from(strengths)) })
  await session.release()
  return Object.fromEntries(keys.map(key => [key, results[`merged/${key}`]!]))
}

/** What the reference has of one application. */
const keysOf = (prefix: string) =>
  [...expected.keys()].flatMap(key => (key.startsWith(`${prefix}.w.`) ? [key.slice(prefix.length + 3)] : []))

const { files, multi } = readGoldenJson<{
  files: Record<string, { strengths: number[] }>
  multi: { i: number; loras_in_order: Applied[] }[]
}>('nets/lora/lora_info.json')

const single = Object.entries(files).flatMap(([name, { strengths }]) =>
  strengths.map(strength => {
    const prefix = `${name}.${Number.isInteger(strength) ? strength.toFixed(1) : strength}`
    return { prefix, loras: [[name, strength]] as Applied[] }
  }),
)
const several = multi.map(({ i, loras_in_order }) => ({ prefix: `multi.${i}`, loras: loras_in_order }))
const cases = [...single, ...several].filter(({ prefix }) => keysOf(prefix).length > 0)

test('every kind of file is compared with merged weights', () => {
  const tried = new Set(cases.flatMap(({ loras }) => loras.map(([name]) => name)))
  expect([...tried].toSorted()).toEqual(Object.keys(files).toSorted())
})

describe.each(cases)('$prefix', ({ prefix, loras }) => {
  test('gives the merged weights of the reference', async () => {
    const keys = keysOf(prefix)
    const results = await merged(loras, keys)
    for (const key of keys) expectClose(results[key]!, expected.get(`${prefix}.w.${key}`)!, 1e-6)
  })
})

test.each(Object.keys(files))('%s at strength 0 equals the original weight bit for bit', async name => {
  const keys = keysOf(`${name}.0.7`)
  const results = await merged([[name, 0]], keys)
  for (const key of keys) expect(results[key]!.data).toEqual((await readTensorAt(unet.tensors.get(key)!)).data)
})
