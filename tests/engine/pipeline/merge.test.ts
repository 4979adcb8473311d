import { expect, test } from 'vitest'
import { fileRef } from '../../../engine/checkpoint/files/safetensors.ts'
import { loadCheckpoint, loadUnet } from '../../../engine/pipeline/load.ts'
import { mergeModels } from '../../../engine/pipeline/merge.ts'
import type { Model } from '../../../engine/pipeline/types.ts'
import { unetNetwork } from '../../../engine/pipeline/unet/unet-network.ts'
import { goldenPath } from '../networks/run-graph.ts'

const { model } = await loadCheckpoint(await fileRef(goldenPath('pipelines/tiny_sd15.safetensors')))
const other = await loadUnet(await fileRef(goldenPath('pipelines/tiny_sd15_b.safetensors')))

const merged = async (one: Model, two: Model) =>
  (
    await mergeModels(one, two, [
      { prefix: '', own: 0.4, other: 0.6 },
      { prefix: 'input', own: 0.2, other: 0.8 },
    ])
  ).model

test('a merge adds at most two conversions, two products and a sum to each weight, and its factors once', async () => {
  const operators = async (of: Model) => (await unetNetwork(of)).request([1, 4, 8, 8], [1, 7, 24]).build().operators
  const weights = (await unetNetwork(model)).parts.weights.tensors.size
  const plain = (await operators(model)).length
  const once = (await operators(await merged(model, other))).length
  const twice = (await operators(await merged(await merged(model, other), other))).length
  expect(once - plain).toBeLessThanOrEqual(5 * weights + 8)
  expect(twice - once).toBeLessThanOrEqual(5 * weights + 8)
})

test('a weight that both models have in another shape is named with both shapes', async () => {
  const sdxl = await loadUnet(await fileRef(goldenPath('pipelines/tiny_sdxl.safetensors')))
  const { notices } = await mergeModels(model, sdxl, [{ prefix: '', own: 0.5, other: 0.5 }])
  expect(notices[0]).toMatch(
    /^\d+ of \d+ weights of tiny_sd15.safetensors have no counterpart of their shape in tiny_sdxl.safetensors and stay as they are, the first of them \S+ is \[[\d,]+\] and \[[\d,]+\]$/,
  )
})
