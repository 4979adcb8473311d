import { afterAll, beforeEach, expect, test, vi } from 'vitest'
import { goldenPath } from '../networks/run-graph.ts'

// Every match of a file to a network asks once for the names of the network's layers: the real function, counted. Modules
// that another test file has loaded already are loaded again, so that they call the counted one.
vi.mock('../../../engine/lora/names.ts', { spy: true })
vi.resetModules()
const { loraNames } = await import('../../../engine/lora/names.ts')
const { fileRef } = await import('../../../engine/checkpoint/files/safetensors.ts')
const { loadCheckpoint } = await import('../../../engine/pipeline/load.ts')
const { applyLora } = await import('../../../engine/pipeline/loras.ts')
const { encodePrompt } = await import('../../../engine/pipeline/text/encode-prompt.ts')
const { sampleLatent } = await import('../../../engine/pipeline/unet/sample-latent.ts')
const { Sessions } = await import('../../../engine/runtime/sessions.ts')
const { zeros } = await import('../../../engine/tensor/tensor.ts')

beforeEach(() => void vi.mocked(loraNames).mockClear())
afterAll(() => vi.resetModules())

const sessions = new Sessions({ device: 'cpu', threads: 1 })
afterAll(() => sessions.close())
const context = { sessions, signal: new AbortController().signal, find: async () => null, notice() {}, progress() {} }
const loaded = await loadCheckpoint(await fileRef(goldenPath('pipelines/tiny_sd15.safetensors')))

/** Loads the LoRA at a strength, encodes a prompt and samples two steps. */
async function draw(lora: string, strength: number) {
  const file = await fileRef(goldenPath(lora))
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

test('a LoRA is matched once to each network, across its loader and two samplings of different strengths', async () => {
  const [weak, strong] = [
    await draw('pipelines/lora_unet_te.safetensors', 0.3),
    await draw('pipelines/lora_unet_te.safetensors', 1),
  ]
  expect(weak).not.toEqual(strong)
  expect(
    vi
      .mocked(loraNames)
      .mock.calls.map(([network]) => network)
      .toSorted(),
  ).toEqual(['clipL', 'unet'])
})

test.each(['kohya_linear', 'loha', 'dora_in', 'full_diff'])(
  'nets/lora/%s is matched once to each network at three strengths',
  async name => {
    for (const strength of [0.5, -1, 0]) await draw(`nets/lora/${name}.safetensors`, strength)
    expect(loraNames).toHaveBeenCalledTimes(2)
  },
)
