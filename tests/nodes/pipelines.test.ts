import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { fileRef } from '../../engine/checkpoint/safetensors.ts'
import type { Conditioning, Latent, Model } from '../../engine/pipeline/types.ts'
import { Sessions } from '../../engine/runtime/sessions.ts'
import { type Tensor, zeros } from '../../engine/tensor/tensor.ts'
import modelSamplingDiscrete from '../../nodes/advanced/model/model-sampling-discrete.ts'
import rescaleCfg from '../../nodes/advanced/model/rescale-cfg.ts'
import tcdModelSamplingDiscrete from '../../nodes/advanced/model/tcd-model-sampling-discrete.ts'
import clipSetLastLayer from '../../nodes/conditioning/clip-set-last-layer.ts'
import clipTextEncode from '../../nodes/conditioning/clip-text-encode.ts'
import type { RunContext } from '../../nodes/define.ts'
import setLatentNoiseMask from '../../nodes/latent/inpaint/set-latent-noise-mask.ts'
import vaeEncodeForInpaint from '../../nodes/latent/inpaint/vae-encode-for-inpaint.ts'
import vaeDecode from '../../nodes/latent/vae-decode.ts'
import vaeEncode from '../../nodes/latent/vae-encode.ts'
import checkpointLoaderSimple from '../../nodes/loaders/checkpoint-loader-simple.ts'
import loraLoader from '../../nodes/loaders/lora-loader.ts'
import samplerCustom from '../../nodes/sampling/custom/sampler-custom.ts'
import sdTurboScheduler from '../../nodes/sampling/custom/schedulers/sd-turbo-scheduler.ts'
import ksampler from '../../nodes/sampling/ksampler.ts'
import ksamplerAdvanced from '../../nodes/sampling/ksampler-advanced.ts'
import { expectClose, goldenPath } from '../engine/networks/run-graph.ts'
import { writeMergedText } from '../engine/pipeline/merged-text.ts'
import { readGolden, readGoldenJson } from '../goldens/read.ts'

/**
 * Whole pictures against ComfyUI 0.3.64's own nodes, on a small random checkpoint (tests/goldens/README.md, pipelines/):
 * latents within 2e-3, pictures within one of 255 steps with at most 0.5 % of values off by one.
 */
interface Case {
  readonly name: string
  readonly seed: string
  readonly steps: number
  readonly cfg: number
  readonly sampler: string
  readonly scheduler: string
  readonly denoise: number
  readonly eta?: number
}
const { cases, positive, negative } = readGoldenJson<{ cases: Case[]; positive: string; negative: string }>(
  'pipelines/pipelines.json',
)
const goldens = readGolden('pipelines/expected.safetensors')

const sessions = new Sessions({ device: 'cpu', threads: 2 })
const folder = await mkdtemp(join(tmpdir(), 'pipelines-'))
afterAll(async () => {
  await sessions.close()
  await rm(folder, { recursive: true })
})
const context: RunContext = {
  sessions,
  signal: new AbortController().signal,
  progress() {},
  notice(message) {
    throw new Error(`unexpected notice: ${message}`)
  },
  show() {},
  find: async (folder, name) =>
    folder === 'embeddings' && name.startsWith('tiemb.') ? fileRef(goldenPath(`nets/embeddings/${name}`)) : null,
  folders: { output: '', temp: '' },
  metadata: {},
}

const { MODEL, CLIP, VAE } = await checkpointLoaderSimple.run(
  { ckpt_name: await fileRef(goldenPath('pipelines/tiny_sd15.safetensors')) },
  context,
)
const encode = async (text: string, clip = CLIP) => (await clipTextEncode.run({ text, clip }, context)).CONDITIONING
const empty = (n: number): Latent => ({ samples: zeros([n, 4, 16, 16]) })
const source: Tensor = { dims: goldens.get('source_u8')!.dims, data: goldens.get('source_u8')!.data.map(v => v / 255) }
const mask = goldens.get('mask')!
const encoded = async (): Promise<Latent> => (await vaeEncode.run({ pixels: source, vae: VAE }, context)).LATENT

interface Start {
  readonly model?: Model
  readonly positive?: Conditioning
  readonly negative?: Conditioning
  readonly latent?: Latent
}

/** What a case starts from, where it is not an empty latent and the plain model. */
async function startOf({ name }: Case): Promise<Start> {
  if (name === 'sd1.batch2' || name === 'sd1.tcd4.batch2') return { latent: empty(2) }
  if (name === 'sd1.batch_index') return { latent: { ...empty(2), batchIndex: [3, 1] } }
  if (name.startsWith('sd1.lcm')) return { model: await sampled('lcm', false) }
  if (name === 'sd1.vpred_zsnr') return { model: await sampled('v_prediction', true) }
  if (name === 'sd1.rescale_cfg')
    return { model: (await rescaleCfg.run({ model: MODEL, multiplier: 0.7 }, context)).MODEL }
  if (name.startsWith('sd1.img2img')) return { latent: await encoded() }
  if (name === 'sd1.inpaint.vae_encode_for_inpaint')
    return {
      latent: (await vaeEncodeForInpaint.run({ pixels: source, vae: VAE, mask, grow_mask_by: 6 }, context)).LATENT,
    }
  if (name.startsWith('sd1.inpaint'))
    return { latent: (await setLatentNoiseMask.run({ samples: await encoded(), mask }, context)).LATENT }
  if (name === 'sd1.textual_inversion')
    return { positive: await encode('a cat, embedding:tiemb (embedding:tiemb:1.3)') }
  if (name === 'sd1.long_prompt') return { positive: [{ embedding: goldens.get('sd1.long.pos')! }] }
  if (name === 'sd1.clip_skip2') {
    const { CLIP: clip } = await clipSetLastLayer.run({ clip: CLIP, stop_at_clip_layer: -2 }, context)
    return { positive: await encode(positive, clip), negative: await encode(negative, clip) }
  }
  return {}
}

const sampled = async (sampling: 'lcm' | 'v_prediction', zsnr: boolean): Promise<Model> =>
  (await modelSamplingDiscrete.run({ model: MODEL, sampling, zsnr }, context)).MODEL

async function withLora(strength: number): Promise<Start> {
  const lora_name = await fileRef(goldenPath('pipelines/lora_unet_te.safetensors'))
  const strengths = { strength_model: strength, strength_clip: strength }
  const lora = await loraLoader.run({ model: MODEL, clip: CLIP, lora_name, ...strengths }, context)
  return { model: lora.MODEL, positive: await encode(positive, lora.CLIP), negative: await encode(negative, lora.CLIP) }
}

/** The same, but with the text encoder's part merged into half-precision weights beforehand. */
async function withMergedText(strength: number): Promise<Start> {
  const path = join(folder, `merged${strength}.safetensors`)
  const lora = goldenPath('pipelines/lora_unet_te.safetensors')
  await writeMergedText(path, goldenPath('pipelines/tiny_sd15.safetensors'), lora, strength)
  const { CLIP: clip } = await checkpointLoaderSimple.run({ ckpt_name: await fileRef(path) }, context)
  const { model } = await withLora(strength)
  return { model: model!, positive: await encode(positive, clip), negative: await encode(negative, clip) }
}

/** Runs a case through the nodes a user would wire. @returns SamplerCustom's second output too, where it is used */
async function draw(c: Case, start: Start): Promise<{ latent: Latent; denoised?: Latent }> {
  const model = start.model ?? MODEL
  const prompts = {
    positive: start.positive ?? (await encode(positive)),
    negative: start.negative ?? (await encode(negative)),
  }
  const latent = start.latent ?? empty(1)
  if (c.eta === undefined) {
    const how = { seed: BigInt(c.seed), steps: c.steps, cfg: c.cfg, sampler_name: c.sampler, scheduler: c.scheduler }
    const { LATENT } = await ksampler.run(
      { model, ...prompts, ...how, latent_image: latent, denoise: c.denoise } as never,
      context,
    )
    return { latent: LATENT }
  }
  const tcd = tcdModelSamplingDiscrete.run(
    { model, steps: c.steps, scheduler: c.scheduler, denoise: c.denoise, eta: c.eta } as never,
    context,
  )
  const { MODEL: tcdModel, SAMPLER, SIGMAS } = await tcd
  const out = await samplerCustom.run(
    {
      model: tcdModel,
      add_noise: true,
      noise_seed: BigInt(c.seed),
      cfg: c.cfg,
      ...prompts,
      sampler: SAMPLER,
      sigmas: SIGMAS,
      latent_image: latent,
    },
    context,
  )
  return { latent: out.output, denoised: out.denoised_output }
}

/** What ComfyUI has and this version has not: ControlNet, areas, masks and ranges on prompts, LoHa. */
const beyond = /control|area|cond_mask|timestep_range|hires|turbo|two_loras|advanced/
const ours = cases.filter(({ name }) => name.startsWith('sd1.') && !beyond.test(name))
const [withLoras, plain] = [/\.lora/, /^(?!.*\.lora)/].map(kind => ours.filter(({ name }) => kind.test(name))) as [
  Case[],
  Case[],
]

test('most of the reference cases are drawn here', () => {
  expect(plain.length).toBeGreaterThan(30)
  expect(withLoras).toHaveLength(4)
})

describe.each(plain)('$name', c => {
  test('is the picture that ComfyUI makes of the same nodes', async () => {
    const { latent, denoised } = await draw(c, await startOf(c))
    expectClose(latent.samples, goldens.get(`${c.name}.latent`)!, 2e-3)
    const expectedDenoised = goldens.get(`${c.name}.denoised_output_latent`)
    if (expectedDenoised) expectClose(denoised!.samples, expectedDenoised, 2e-3)
    const expectedImage = goldens.get(`${c.name}.image_u8`)
    if (expectedImage) expectSamePicture(await decode(latent), expectedImage)
  })
})

/**
 * ComfyUI merges a LoRA into the half-precision weights of the text encoder and rounds the result to half; here it is a
 * live branch beside them, in float32. The first test shows that the rounding is the only difference, the second how
 * much it is.
 */
describe.each(withLoras)('$name', c => {
  const strength = Number(/lora(-?[\d.]+)\./.exec(c.name)![1])
  const expected = goldens.get(`${c.name}.latent`)!
  const largest = Math.max(...expected.data.map(Math.abs))

  test('is what ComfyUI makes, once the text encoder is merged and rounded as ComfyUI does it', async () => {
    expectClose((await draw(c, await withMergedText(strength))).latent.samples, expected, 2e-3)
  })

  test('is within two thousandths of that as a live branch', async () => {
    expectClose((await draw(c, await withLora(strength))).latent.samples, expected, 2e-3 * largest)
  })
})

const decode = async (samples: Latent): Promise<Tensor> => (await vaeDecode.run({ samples, vae: VAE }, context)).IMAGE

/** floor(255·x) as SaveImage writes it, off by at most one, and by none in all but 0.5 % of the values. */
function expectSamePicture(image: Tensor, expected: Tensor): void {
  expect(image.dims).toEqual(expected.dims)
  const off = image.data.map((v, i) => Math.abs(Math.floor(255 * v) - expected.data[i]!))
  expect(Math.max(...off)).toBeLessThanOrEqual(1)
  expect(off.filter(d => d > 0).length / off.length).toBeLessThanOrEqual(0.005)
}

test('two KSampler (Advanced) nodes share one schedule between them', async () => {
  const how = { model: MODEL, noise_seed: 42n, steps: 8, cfg: 7, sampler_name: 'euler', scheduler: 'karras' } as const
  const prompts = { positive: await encode(positive), negative: await encode(negative) }
  const first = await ksamplerAdvanced.run(
    {
      ...how,
      ...prompts,
      latent_image: empty(1),
      add_noise: 'enable',
      start_at_step: 0,
      end_at_step: 4,
      return_with_leftover_noise: 'enable',
    },
    context,
  )
  expectClose(first.LATENT.samples, goldens.get('sd1.advanced.stage1.latent')!, 2e-3)
  const second = await ksamplerAdvanced.run(
    {
      ...how,
      ...prompts,
      latent_image: first.LATENT,
      add_noise: 'disable',
      start_at_step: 4,
      end_at_step: 10000,
      return_with_leftover_noise: 'disable',
    },
    context,
  )
  expectClose(second.LATENT.samples, goldens.get('sd1.advanced.stage2.latent')!, 2e-3)
})

test('SD Turbo’s two steps are those of ComfyUI', async () => {
  const { SIGMAS: sigmas } = await sdTurboScheduler.run({ model: MODEL, steps: 2, denoise: 1 }, context)
  const prompts = { positive: await encode(positive), negative: await encode(negative) }
  const how = { model: MODEL, add_noise: true, noise_seed: 42n, cfg: 1, sampler: { name: 'euler_ancestral' } } as const
  const { output } = await samplerCustom.run({ ...how, ...prompts, sigmas, latent_image: empty(1) }, context)
  expectClose(output.samples, goldens.get('sd1.turbo2.latent')!, 2e-3)
})

test('a picture encodes to the latent that ComfyUI encodes it to', async () => {
  expectClose((await encoded()).samples, goldens.get('source.encoded')!, 1e-4)
})
