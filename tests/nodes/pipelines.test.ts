import { describe, expect, test } from 'vitest'
import { fileRef } from '../../engine/checkpoint/files/safetensors.ts'
import type { Conditioning, Latent, Model } from '../../engine/pipeline/types.ts'
import setTimestepRange from '../../nodes/advanced/conditioning/conditioning-set-timestep-range.ts'
import modelSamplingDiscrete from '../../nodes/advanced/model/model-sampling-discrete.ts'
import rescaleCfg from '../../nodes/advanced/model/rescale-cfg.ts'
import clipSetLastLayer from '../../nodes/conditioning/clip-set-last-layer.ts'
import inArea from '../../nodes/conditioning/conditioning-set-area.ts'
import setMask from '../../nodes/conditioning/conditioning-set-mask.ts'
import setLatentNoiseMask from '../../nodes/latent/inpaint/set-latent-noise-mask.ts'
import vaeEncodeForInpaint from '../../nodes/latent/inpaint/vae-encode-for-inpaint.ts'
import vaeEncode from '../../nodes/latent/vae-encode.ts'
import loraLoader from '../../nodes/loaders/lora-loader.ts'
import loraLoaderModelOnly from '../../nodes/loaders/lora-loader-model-only.ts'
import samplerCustom from '../../nodes/sampling/custom/sampler-custom.ts'
import sdTurboScheduler from '../../nodes/sampling/custom/schedulers/sd-turbo-scheduler.ts'
import ksamplerAdvanced from '../../nodes/sampling/ksampler-advanced.ts'
import { expectClose, goldenPath } from '../engine/networks/run-graph.ts'
import { sessions } from '../engine/runtime/shared-sessions.ts'
import {
  type Case,
  caseContext,
  cases,
  drawCase,
  empty,
  expectCase,
  goldens,
  mask,
  negative,
  positive,
  type Start,
  source,
} from './draw-case.ts'
import { openTiny } from './tiny.ts'

const context = caseContext(sessions)

const { model: MODEL, clip: CLIP, vae: VAE, encode } = await openTiny(context)
const encoded = async (): Promise<Latent> => (await vaeEncode.run({ pixels: source, vae: VAE }, context)).LATENT

/** What a case starts from, where it is not an empty latent and the plain model. */
async function startOf({ name }: Case): Promise<Partial<Start>> {
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
  if (name === 'sd1.area') return { positive: await withSky(prompt => inArea.run({ ...prompt, ...AREA }, context)) }
  if (name === 'sd1.cond_mask')
    return {
      positive: await withSky(prompt =>
        setMask.run({ ...prompt, mask, strength: 0.8, set_cond_area: 'default' }, context),
      ),
    }
  if (name === 'sd1.timestep_range') {
    const during = async (text: string, start: number, end: number) =>
      (await setTimestepRange.run({ conditioning: await encode(text), start, end }, context)).CONDITIONING
    return { positive: [...(await during(positive, 0, 0.5)), ...(await during('sky', 0.5, 1))] }
  }
  if (name === 'sd1.two_loras') return { model: await withUnetLoras({ kohya_linear: 0.8, loha: -0.3 }) }
  if (name === 'sd1.textual_inversion')
    return { positive: await encode('a cat, embedding:tiemb (embedding:tiemb:1.3)') }
  if (name === 'sd1.long_prompt') return { positive: [{ embedding: goldens.get('sd1.long.pos')! }] }
  if (name === 'sd1.clip_skip2') {
    const { CLIP: clip } = await clipSetLastLayer.run({ clip: CLIP, stop_at_clip_layer: -2 }, context)
    return { positive: await encode(positive, clip), negative: await encode(negative, clip) }
  }
  return {}
}

const AREA = { width: 64, height: 64, x: 32, y: 40, strength: 1 }

/** The usual prompt, placed by a node, combined with "sky" for the whole. */
async function withSky(
  placed: (inputs: { conditioning: Conditioning }) => Awaitable<{ CONDITIONING: Conditioning }>,
): Promise<Conditioning> {
  const { CONDITIONING } = await placed({ conditioning: await encode(positive) })
  return [...CONDITIONING, ...(await encode('sky'))]
}
type Awaitable<T> = T | Promise<T>

const sampled = async (sampling: 'lcm' | 'v_prediction', zsnr: boolean): Promise<Model> =>
  (await modelSamplingDiscrete.run({ model: MODEL, sampling, zsnr }, context)).MODEL

async function withUnetLoras(strengths: Readonly<Record<string, number>>): Promise<Model> {
  let model = MODEL
  for (const [name, strength_model] of Object.entries(strengths)) {
    const lora_name = await fileRef(goldenPath(`nets/lora/${name}.safetensors`))
    model = (await loraLoaderModelOnly.run({ model, lora_name, strength_model }, context)).MODEL
  }
  return model
}

async function withLora(strength: number): Promise<Partial<Start>> {
  const lora_name = await fileRef(goldenPath('pipelines/lora_unet_te.safetensors'))
  const strengths = { strength_model: strength, strength_clip: strength }
  const lora = await loraLoader.run({ model: MODEL, clip: CLIP, lora_name, ...strengths }, context)
  return { model: lora.MODEL, positive: await encode(positive, lora.CLIP), negative: await encode(negative, lora.CLIP) }
}

/** Draws a case with the plain model, the usual prompts and an empty latent, where it does not start from others. */
const draw = async (c: Case, start: Partial<Start>) =>
  drawCase(
    c,
    {
      model: MODEL,
      positive: start.positive ?? (await encode(positive)),
      negative: start.negative ?? (await encode(negative)),
      latent: empty(1),
      ...start,
    },
    context,
  )

/** What other tests hold against ComfyUI; ControlNet's are in conditioning/controlnet/. */
const beyond = /control|hires|turbo|advanced/
const ours = cases.filter(({ name }) => name.startsWith('sd1.') && !beyond.test(name))
const [withLoras, plain] = [/\.lora/, /^(?!.*\.lora)/].map(kind => ours.filter(({ name }) => kind.test(name))) as [
  Case[],
  Case[],
]

test('most of the reference cases are compared here', () => {
  expect(plain.length).toBeGreaterThan(30)
  expect(withLoras).toHaveLength(4)
})

describe.each(plain)('$name', c => {
  test('is the picture that ComfyUI makes of the same nodes', async () => {
    await expectCase(c, await draw(c, await startOf(c)), VAE, context)
  })
})

/** ComfyUI merges a LoRA into the half-precision weights of the text encoder and rounds the result to half. */
describe.each(withLoras)('$name', c => {
  const strength = Number(/lora(-?[\d.]+)\./.exec(c.name)![1])

  test('is what ComfyUI makes, also with the LoRA on the text encoder', async () => {
    expectClose((await draw(c, await withLora(strength))).latent.samples, goldens.get(`${c.name}.latent`)!, 2e-3)
  })
})

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
