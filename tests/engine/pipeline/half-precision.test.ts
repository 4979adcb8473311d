import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { fileRef } from '../../../engine/checkpoint/files/safetensors.ts'
import { loadCheckpoint, loadClip } from '../../../engine/pipeline/load.ts'
import { applyLora } from '../../../engine/pipeline/loras.ts'
import { encodePrompt } from '../../../engine/pipeline/text/encode-prompt.ts'
import type { Clip } from '../../../engine/pipeline/types.ts'
import { sampleLatent } from '../../../engine/pipeline/unet/sample-latent.ts'
import { unetNetwork } from '../../../engine/pipeline/unet/unet-network.ts'
import { decodeLatent } from '../../../engine/pipeline/vae/vae.ts'
import { Sessions } from '../../../engine/runtime/sessions.ts'
import { modelSampling } from '../../../engine/sampling/model-sampling.ts'
import { calculateSigmas } from '../../../engine/sampling/schedules/schedule.ts'
import { type Tensor, zeros } from '../../../engine/tensor/tensor.ts'
import { readGolden } from '../../goldens/read.ts'
import { expectClose, goldenPath } from '../networks/run-graph.ts'

/**
 * What graphics cards compute, computed on the CPU, which rounds every result to half precision too: 2⁻¹¹ of a value. The
 * references are float32's.
 */
const halves = new Sessions({ device: 'cpu', threads: 1, compute: 'float16' })
const wholes = new Sessions({ device: 'cpu', threads: 1 })
afterAll(() => Promise.all([halves.close(), wholes.close()]))
const contextOf = (sessions: Sessions) => ({
  sessions,
  signal: new AbortController().signal,
  find: async () => null,
  notice() {},
  progress() {},
})
const golden = (path: string) => fileRef(goldenPath(path))
const builtIn = (path: string) => fileRef(fileURLToPath(new URL(`../../../models/${path}`, import.meta.url)))

/** Name, files, layer, and what the references call it. */
const encoders: readonly [name: string, load: () => Promise<Clip>, layer: number, key: string][] = [
  ['sd1', async () => (await loadCheckpoint(await golden('pipelines/tiny_sd15.safetensors'))).clip, -1, '-1'],
  ['sd2', async () => loadClip(await golden('nets/text_sd2.weights.safetensors')), -2, 'default'],
  ['sdxl', async () => (await loadCheckpoint(await golden('pipelines/tiny_sdxl.safetensors'))).clip, -2, '-2'],
]

test.each(encoders)(
  'the text encoders of %s give the reference, rounded a dozen times',
  async (name, load, layer, key) => {
    const references = readGolden(`nets/text_${name}.io.safetensors`)
    const [encoded] = await encodePrompt({ ...(await load()), layer }, 'a photo of a cat', contextOf(halves))
    expectClose(encoded!.embedding, references.get(`${key}.0.cond`)!, 1e-2)
    if (name === 'sdxl') expectClose(encoded!.pooled!, references.get(`${key}.0.pooled`)!, 1e-2)
  },
)

test('a LoRA on half-precision weights gives the reference', async () => {
  const { model } = await loadCheckpoint(await golden('pipelines/tiny_sd15.safetensors'))
  const lora = await golden('nets/lora/kohya_locon_conv.safetensors')
  const network = await unetNetwork((await applyLora({ model }, lora, { model: 0.7, clip: 0 })).model!)
  const expected = readGolden('nets/lora/expected.safetensors')
  const [x, timestep, context] = ['x', 'timesteps', 'context'].map(name => expected.get(name)!) as [
    Tensor,
    Tensor,
    Tensor,
  ]
  const feeds = { x, timestep, context, strength: network.strength! }
  const { prediction } = await halves.run(network.request(x.dims, context.dims), feeds)
  expectClose(prediction!, expected.get('kohya_locon_conv.0.7.out')!, 1e-2)
})

test('a whole picture looks the same', async () => {
  const { model, clip, vae } = await loadCheckpoint(await builtIn('checkpoints/micro-sd.safetensors'))
  const draw = async (sessions: Sessions) => {
    const context = contextOf(sessions)
    const positive = await encodePrompt(clip, 'a rocket', context)
    const { latent } = await sampleLatent(
      {
        guider: { kind: 'cfg', model, positive, negative: await encodePrompt(clip, '', context), cfg: 5 },
        noise: { seed: 7n, added: true },
        latent: { samples: zeros([1, 4, 8, 8]) },
        sampler: { name: 'euler' },
        sigmas: calculateSigmas(modelSampling(model.sampling), 'simple', 3),
      },
      context,
    )
    return decodeLatent(vae, latent, context)
  }
  const [half, whole] = [await draw(halves), await draw(wholes)]
  const off = whole.data.map((v, i) => 255 * Math.abs(v - half.data[i]!))
  expect(Math.max(...off)).toBeLessThan(8)
  expect(off.reduce((sum, v) => sum + v, 0) / off.length).toBeLessThan(0.5)
})
