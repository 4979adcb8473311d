import { copyFile } from 'node:fs/promises'
import { afterAll, afterEach, expect, test, vi } from 'vitest'
import { fileRef } from '../../../engine/checkpoint/files/safetensors.ts'
import { kinds } from '../../../engine/lora/kinds/kinds.ts'
import { loadCheckpoint } from '../../../engine/pipeline/load.ts'
import { applyLora } from '../../../engine/pipeline/loras.ts'
import { encodePrompt } from '../../../engine/pipeline/text/encode-prompt.ts'
import { sampleLatent } from '../../../engine/pipeline/unet/sample-latent.ts'
import { Sessions } from '../../../engine/runtime/sessions.ts'
import { zeros } from '../../../engine/tensor/tensor.ts'
import { temporaryFolder } from '../checkpoint/files.ts'
import { goldenPath } from '../networks/run-graph.ts'

const sessions = new Sessions({ device: 'cpu', threads: 1 })
const put = temporaryFolder()
afterAll(() => sessions.close())
afterEach(() => vi.restoreAllMocks())

const context = { sessions, signal: new AbortController().signal, find: async () => null, notice() {}, progress() {} }
const loaded = await loadCheckpoint(await fileRef(goldenPath('pipelines/tiny_sd15.safetensors')))

/** Loads the LoRA at a strength, encodes a prompt and samples two steps. */
async function draw(lora: string, strength: number) {
  const file = await fileRef(lora)
  const { model, clip } = await applyLora(loaded, file, { model: strength, clip: strength })
  const positive = await encodePrompt(clip!, 'a cat', context)
  const { latent } = await sampleLatent(
    {
      guider: { kind: 'basic', model: model!, positive },
      latent: { samples: zeros([1, 4, 8, 8]) },
      noise: { seed: 1n, added: true },
      sampler: { name: 'euler' },
      sigmas: Float32Array.of(14, 1, 0),
    },
    context,
  )
  return latent.samples.data
}

test.each([
  ['pipelines/lora_unet_te', 'low-rank', 216],
  ['nets/lora/kohya_linear', 'low-rank', 192],
  ['nets/lora/loha', 'loha', 14],
  ['nets/lora/dora_in', 'low-rank', 14],
  ['nets/lora/full_diff', 'difference', 5],
] as const)('%s is matched once, across its loader and samplings of three strengths', async (name, kind, changes) => {
  // A match asks the kind of every change for its scale, once. A copy has not been matched by another test.
  const scale = vi.spyOn(kinds[kind], 'scale')
  const lora = await put(`${name.split('/').at(-1)}.safetensors`)
  await copyFile(goldenPath(`${name}.safetensors`), lora)
  const drawn = [await draw(lora, 0.5), await draw(lora, -1), await draw(lora, 0)]
  expect(new Set(drawn.map(data => data.join())).size).toBe(3)
  expect(scale).toHaveBeenCalledTimes(changes)
})
