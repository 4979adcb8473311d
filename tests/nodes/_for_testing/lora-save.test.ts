import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fileRef, openSafetensors } from '../../../engine/checkpoint/files/safetensors.ts'
import { loadCheckpoint } from '../../../engine/pipeline/load.ts'
import { applyLora } from '../../../engine/pipeline/loras.ts'
import { mergeClips } from '../../../engine/pipeline/merge.ts'
import { truncatedSvd } from '../../../engine/pipeline/saving/truncated-svd.ts'
import { encodePrompt } from '../../../engine/pipeline/text/encode-prompt.ts'
import type { Clip } from '../../../engine/pipeline/types.ts'
import { Sessions } from '../../../engine/runtime/sessions.ts'
import { torchGenerator } from '../../../engine/tensor/random/random.ts'
import { tensor } from '../../../engine/tensor/tensor.ts'
import loraSave from '../../../nodes/_for_testing/lora-save.ts'
import { goldenPath } from '../../engine/networks/run-graph.ts'
import { testContext } from '../context.ts'

let output: string
const sessions = new Sessions({ device: 'cpu', threads: 1 })
const golden = async (name: string) => fileRef(goldenPath(`pipelines/${name}.safetensors`))
const context = () => testContext({ sessions, folders: { output, temp: '' } })
beforeAll(async () => {
  output = await mkdtemp(join(tmpdir(), 'leapgraph-lora-'))
})
afterAll(async () => {
  await sessions.close()
  await rm(output, { recursive: true })
})

test('a matrix of low rank is the product of its two factors', async () => {
  const [a, b] = [torchGenerator(1n).randn([30, 4]), torchGenerator(2n).randn([4, 50])]
  const product = (x: Float32Array, y: Float32Array) =>
    Float32Array.from({ length: 1500 }, (_, i) => {
      let sum = 0
      for (let j = 0; j < 4; j++) sum += x[Math.floor(i / 50) * 4 + j]! * y[j * 50 + (i % 50)]!
      return sum
    })
  const w = product(a.data, b.data)
  const { up, down } = (await truncatedSvd(tensor([30, 50], w), 4, sessions))!
  const again = product(up, down)
  expect(Math.max(...w.map((value, i) => Math.abs(value - again[i]!)))).toBeLessThan(1e-4)
  // The rows of `down` are orthonormal.
  const dot = (i: number, j: number) =>
    down.slice(i * 50, i * 50 + 50).reduce((s, v, c) => s + v * down[j * 50 + c]!, 0)
  expect(dot(0, 0)).toBeCloseTo(1, 5)
  expect(dot(0, 3)).toBeCloseTo(0, 5)
  expect(await truncatedSvd(tensor([2, 2], new Float32Array(4)), 1, sessions)).toBeNull()
})

test('the difference that a LoRA makes is that LoRA again', async () => {
  const { clip } = await loadCheckpoint(await golden('tiny_sd15'))
  const { clip: changed } = await applyLora({ clip }, await golden('lora_unet_te'), { model: 0, clip: 0.8 })
  const { clip: text_encoder_diff } = await mergeClips(changed!, clip, [{ prefix: '', own: 1, other: -1 }])
  const how = { rank: 8, bias_diff: true, model_diff: undefined, text_encoder_diff } as const
  await loraSave.run({ ...how, filename_prefix: 'low', lora_type: 'standard' }, context())
  await loraSave.run({ ...how, filename_prefix: 'full', lora_type: 'full_diff' }, context())

  const layer = 'text_encoders.clip_l.transformer.text_model.encoder.layers.0'
  const [low, full] = await Promise.all(
    ['low', 'full'].map(name => openSafetensors(join(output, `${name}_00001_.safetensors`))),
  )
  expect(low!.tensors.get(`${layer}.mlp.fc1.lora_down.weight`)).toMatchObject({ dtype: 'F16' })
  expect(low!.tensors.get(`${layer}.layer_norm1.diff`)).toMatchObject({ dtype: 'F16' })
  expect(full!.tensors.get(`${layer}.mlp.fc1.diff_b`)).toMatchObject({ dtype: 'F16' })

  const encode = async (by: Clip) => (await encodePrompt(by, 'a photo of a cat', context()))[0]!.embedding.data
  const expected = await encode(changed!)
  const apart = (found: Float32Array) => Math.max(...expected.map((value, i) => Math.abs(value - found[i]!)))
  const away = apart(await encode(clip))
  // Of matrices as small as these, ComfyUI's clipping of the largest values leaves its mark.
  for (const [name, share] of [
    ['full', 0.02],
    ['low', 0.25],
  ] as const) {
    const file = await fileRef(join(output, `${name}_00001_.safetensors`))
    const again = await applyLora({ clip }, file, { model: 0, clip: 1 })
    expect(again.notices).toEqual([])
    expect(apart(await encode(again.clip!)) / away, name).toBeLessThan(share)
  }
})

test('without a difference there is nothing to save', async () => {
  const none = { model_diff: undefined, text_encoder_diff: undefined, rank: 4, bias_diff: true } as const
  const how = { ...none, filename_prefix: 'none', lora_type: 'standard' } as const
  await expect(loraSave.run(how, context())).rejects.toThrow(
    'There is no difference to save: connect ModelMergeSubtract',
  )
})
