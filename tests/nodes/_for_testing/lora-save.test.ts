import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fileRef, openSafetensors, readTensor } from '../../../engine/checkpoint/files/safetensors.ts'
import { loadCheckpoint, loadUnet } from '../../../engine/pipeline/load.ts'
import { applyLora } from '../../../engine/pipeline/loras.ts'
import { mergeModels } from '../../../engine/pipeline/merge.ts'
import { truncatedSvd } from '../../../engine/pipeline/saving/truncated-svd.ts'
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

test('the whole difference, put on the first model, is the second one', async () => {
  const { model: first } = await loadCheckpoint(await golden('tiny_sd15'))
  const second = await loadUnet(await golden('tiny_sd15_b'))
  const { model } = await mergeModels(second, first, [{ prefix: '', own: 1, other: -1 }])
  const how = { rank: 8, bias_diff: true, model_diff: model, text_encoder_diff: undefined } as const
  await loraSave.run({ ...how, filename_prefix: 'full', lora_type: 'full_diff' }, context())
  await loraSave.run({ ...how, filename_prefix: 'low', lora_type: 'standard' }, context())

  const full = await openSafetensors(join(output, 'full_00001_.safetensors'))
  const [one, two] = [
    await openSafetensors(goldenPath('pipelines/tiny_sd15.safetensors')),
    await openSafetensors(second.file.path),
  ]
  const key = 'middle_block.1.transformer_blocks.0.attn1.to_q'
  const named = [...two.tensors.keys()].find(name => name.endsWith(`${key}.weight`))!
  const [a, b] = [await readTensor(one, `model.diffusion_model.${key}.weight`), await readTensor(two, named)]
  const difference = await readTensor(full, `diffusion_model.${key}.diff`)
  const largest = Math.max(...difference.data.map(Math.abs))
  expect(Math.max(...difference.data.map((v, i) => Math.abs(v - (b.data[i]! - a.data[i]!))))).toBeLessThan(
    1e-3 * largest,
  )

  const low = await openSafetensors(join(output, 'low_00001_.safetensors'))
  expect(low.tensors.get(`diffusion_model.${key}.lora_down.weight`)).toMatchObject({ dtype: 'F16' })
  expect(low.tensors.get('diffusion_model.out.0.diff')).toMatchObject({ dtype: 'F16' })
  for (const name of ['full', 'low']) {
    const file = await fileRef(join(output, `${name}_00001_.safetensors`))
    expect((await applyLora({ model: first }, file, { model: 1, clip: 0 })).notices).toEqual([])
  }
})

test('without a difference there is nothing to save', async () => {
  const none = { model_diff: undefined, text_encoder_diff: undefined, rank: 4, bias_diff: true } as const
  const how = { ...none, filename_prefix: 'none', lora_type: 'standard' } as const
  await expect(loraSave.run(how, context())).rejects.toThrow(
    'There is no difference to save: connect ModelMergeSubtract',
  )
})
