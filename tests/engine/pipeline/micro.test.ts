import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { fileRef } from '../../../engine/checkpoint/files/safetensors.ts'
import { readImage } from '../../../engine/image/files/read-image.ts'
import { loadCheckpoint } from '../../../engine/pipeline/load.ts'
import { applyLora } from '../../../engine/pipeline/loras.ts'
import { encodePrompt } from '../../../engine/pipeline/text/encode-prompt.ts'
import type { Conditioning, Model } from '../../../engine/pipeline/types.ts'
import { denoiser } from '../../../engine/pipeline/unet/denoiser.ts'
import { unetNetwork } from '../../../engine/pipeline/unet/unet-network.ts'
import { decodeLatent, encodeImage } from '../../../engine/pipeline/vae/vae.ts'
import { modelSampling } from '../../../engine/sampling/model-sampling.ts'
import { sample } from '../../../engine/sampling/sample.ts'
import type { SamplerSpec } from '../../../engine/sampling/sampler-row.ts'
import { map, rows, type Tensor, zeros } from '../../../engine/tensor/tensor.ts'
import { readGolden, readGoldenJson } from '../../goldens/read.ts'
import { expectClose, goldenPath } from '../networks/run-graph.ts'
import { sessions } from '../runtime/shared-sessions.ts'

/** The built-in model against the program that trained it (PyTorch, float32 arithmetic): models/MODEL_CARD.md, "Goldens". */
const goldens = readGolden('micro/goldens.safetensors')
const { prompts } = readGoldenJson<{ prompts: string[] }>('micro/goldens.json')
const builtIn = (path: string) => fileRef(fileURLToPath(new URL(`../../../models/${path}`, import.meta.url)))

const context = { sessions, signal: new AbortController().signal, find: async () => null, notice() {}, progress() {} }
const { model, clip, vae } = await loadCheckpoint(await builtIn('checkpoints/micro-sd.safetensors'))
const hyper = (await applyLora({ model }, await builtIn('loras/micro-hyper-lora.safetensors'), { model: 1, clip: 0 }))
  .model!
const row = (name: string, i: number): Tensor => rows(goldens.get(name)!, i, i + 1)
const encode = (prompt: string): Promise<Conditioning> => encodePrompt(clip, prompt, context)

/** Every prompt is compared, and every timestep and number of steps, but not each with each: all run the same two graphs. */
const turn = (values: readonly number[], i: number) => [values[i % values.length]!]

describe.each(prompts.map((prompt, i) => [prompt, i] as const))('"%s"', (prompt, i) => {
  test('is encoded as in training', async () => {
    expectClose((await encode(prompt))[0]!.embedding, row('text_embedding', i), 1e-4)
  })

  test.each(turn([999, 500, 20], i))('is denoised as in training at timestep %d', async t => {
    expectClose(await eps(model, await encode(prompt), row('noise', i), t), row(`eps_t${t}`, i), 1e-4)
  })

  test('is denoised as in training with the Hyper LoRA', async () => {
    expectClose(await eps(hyper, await encode(prompt), row('noise', i), 999), row('lora_eps_t999', i), 1e-4)
  })

  test.each(turn([1, 2, 4], i))('becomes the same picture in %d steps', async steps => {
    const timesteps = [...goldens.get(`tcd${steps}_timesteps`)!.data]
    const tcd = { ...hyper, sampling: { prediction: 'eps', timesteps: 'distilled', zsnr: false } } as const
    const latent = await draw(
      tcd,
      await encode(prompt),
      [],
      1,
      { name: 'tcd', options: { eta: 0 } },
      timesteps,
      row('noise', i),
    )
    expectClose(latent, row(`lora_tcd${steps}_eta0_latent`, i), 2e-3)
    const { data } = await decodeLatent(vae, { samples: map(latent, v => v / 0.18215) }, context)
    expectSamePicture(data, row(`lora_tcd${steps}_eta0_image`, i))
  })
})

/** ε_θ(x_t, t, c), read off the denoised latent: x = √ᾱ·x₀ + √(1−ᾱ)·ε is x₀ + σ·ε after division by √ᾱ. */
async function eps(of: Model, prompt: Conditioning, x: Tensor, t: number): Promise<Tensor> {
  const sigma = modelSampling(of.sampling).sigma(t)
  const scaled = map(x, v => v * Math.sqrt(1 + sigma * sigma))
  const { denoise } = denoiser(sessions, await unetNetwork(of), { kind: 'basic', model: of, positive: prompt })
  const denoised = await denoise(scaled, sigma)
  return { dims: x.dims, data: scaled.data.map((v, i) => (v - denoised.data[i]!) / sigma) }
}

/**
 * From unit noise at the first timestep to the model's last guess at the clean latent, in the model's scale. That is where
 * the training program stops; ComfyUI and diffusers end TCD a little earlier, at ᾱ₀ = 0.99915.
 */
async function draw(
  of: Model,
  positive: Conditioning,
  negative: Conditioning,
  cfg: number,
  sampler: SamplerSpec,
  timesteps: readonly number[],
  noise: Tensor,
): Promise<Tensor> {
  const sampling = modelSampling(of.sampling)
  const { denoise, guided } = denoiser(sessions, await unetNetwork(of), {
    kind: 'cfg',
    model: of,
    positive,
    negative,
    cfg,
  })
  let guess = noise
  await sample({
    denoiser: { guided, denoise: async (x, sigma) => (guess = await denoise(x, sigma)) },
    sampling,
    sampler,
    sigmas: Float32Array.from([...timesteps.map(t => sampling.sigma(t)), 0]),
    noise,
    latent: zeros(noise.dims),
    seed: 0n,
    signal: context.signal,
    onStep() {},
  })
  return guess
}

/** −1 … 1, channels first, against 0 … 1, channels last: within one step of 255. */
function expectSamePicture(pixels: Float32Array, expected: Tensor): void {
  const [, channels, height, width] = expected.dims as [number, number, number, number]
  let worst = 0
  for (let c = 0; c < channels; c++)
    for (let p = 0; p < height * width; p++) {
      const value = Math.min(Math.max((expected.data[c * height * width + p]! + 1) / 2, 0), 1)
      worst = Math.max(worst, Math.abs(value - pixels[p * channels + c]!))
    }
  expect(worst).toBeLessThanOrEqual(1 / 255)
}

test('twenty guided steps of DDIM end at the same latent', async () => {
  const timesteps = [...goldens.get('ddim20_timesteps')!.data]
  const [positive, negative] = [await encode(prompts[0]!), await encode('')]
  const latent = await draw(model, positive, negative, 3, { name: 'ddim' }, timesteps, row('noise', 0))
  expectClose(latent, row('ddim20_cfg3_latent', 0), 5e-3)
})

test('a picture has the same mean as in the training program', async () => {
  const { image } = await readImage(goldenPath('micro/golden-vae-input.png'))
  expectClose(await encodeImage(vae, image, context), goldens.get('vae_mean')!, 1e-3)
})
