import { expect } from 'vitest'
import { fileRef } from '../../engine/checkpoint/files/safetensors.ts'
import type { Conditioning, Latent, Model, Vae } from '../../engine/pipeline/types.ts'
import type { Sessions } from '../../engine/runtime/sessions.ts'
import { type Tensor, zeros } from '../../engine/tensor/tensor.ts'
import tcdModelSamplingDiscrete from '../../nodes/advanced/model/tcd-model-sampling-discrete.ts'
import type { RunContext } from '../../nodes/define.ts'
import vaeDecode from '../../nodes/latent/vae-decode.ts'
import samplerCustom from '../../nodes/sampling/custom/sampler-custom.ts'
import ksampler from '../../nodes/sampling/ksampler.ts'
import { expectClose, goldenPath } from '../engine/networks/run-graph.ts'
import { readGolden, readGoldenJson } from '../goldens/read.ts'

/**
 * Whole pictures against ComfyUI 0.3.64's own nodes, on small random checkpoints (tests/goldens/README.md, pipelines/):
 * latents within 2e-3, and within 1e-4 of the largest value; pictures within one of 255 steps with at most 0.5 % of values off by one.
 */
export interface Case {
  readonly name: string
  readonly seed: string
  readonly steps: number
  readonly cfg: number
  readonly sampler: string
  readonly scheduler: string
  readonly denoise: number
  readonly eta?: number
}
export const { cases, positive, negative } = readGoldenJson<{ cases: Case[]; positive: string; negative: string }>(
  'pipelines/pipelines.json',
)
export const goldens = readGolden('pipelines/expected.safetensors')

/** The picture and the mask that cases start from. */
export const source: Tensor = {
  dims: goldens.get('source_u8')!.dims,
  data: goldens.get('source_u8')!.data.map(v => v / 255),
}
export const mask = goldens.get('mask')!
export const empty = (n: number): Latent => ({ samples: zeros([n, 4, 16, 16]) })

/** What nodes need; a notice fails the test. */
export const caseContext = (sessions: Sessions): RunContext => ({
  sessions,
  signal: new AbortController().signal,
  progress() {},
  notice(message) {
    throw new Error(`unexpected notice: ${message}`)
  },
  report() {},
  find: async (folder, name) =>
    folder === 'embeddings' && name === 'tiemb' ? fileRef(goldenPath('nets/embeddings/tiemb.safetensors')) : null,
  folders: { output: '', temp: '' },
  metadata: {},
})

export interface Start {
  readonly model: Model
  readonly positive: Conditioning
  readonly negative: Conditioning
  readonly latent: Latent
}

export interface Drawn {
  readonly latent: Latent
  /** SamplerCustom's second output, where the case uses that node. */
  readonly denoised?: Latent
}

/** Runs a case through the nodes a user would wire. */
export async function drawCase(c: Case, { model, latent, ...prompts }: Start, context: RunContext): Promise<Drawn> {
  if (c.eta === undefined) {
    const how = { seed: BigInt(c.seed), steps: c.steps, cfg: c.cfg, sampler_name: c.sampler, scheduler: c.scheduler }
    const { LATENT } = await ksampler.run(
      { model, ...prompts, ...how, latent_image: latent, denoise: c.denoise } as never,
      context,
    )
    return { latent: LATENT }
  }
  const tcd = await tcdModelSamplingDiscrete.run(
    { model, steps: c.steps, scheduler: c.scheduler, denoise: c.denoise, eta: c.eta } as never,
    context,
  )
  const out = await samplerCustom.run(
    {
      model: tcd.MODEL,
      add_noise: true,
      noise_seed: BigInt(c.seed),
      cfg: c.cfg,
      ...prompts,
      sampler: tcd.SAMPLER,
      sigmas: tcd.SIGMAS,
      latent_image: latent,
    },
    context,
  )
  return { latent: out.output, denoised: out.denoised_output }
}

/** Holds what was drawn against the case's latents and, where there is one, its picture. */
export async function expectCase(c: Case, { latent, denoised }: Drawn, vae: Vae, context: RunContext): Promise<void> {
  const expectedLatent = goldens.get(`${c.name}.latent`)!
  expectClose(latent.samples, expectedLatent, Math.min(2e-3, 1e-4 * Math.max(...expectedLatent.data.map(Math.abs))))
  const expectedDenoised = goldens.get(`${c.name}.denoised_output_latent`)
  if (expectedDenoised) expectClose(denoised!.samples, expectedDenoised, 2e-3)
  const expectedImage = goldens.get(`${c.name}.image_u8`)
  if (expectedImage) expectSamePicture((await vaeDecode.run({ samples: latent, vae }, context)).IMAGE, expectedImage)
}

/** floor(255·x) as SaveImage writes it, off by at most one, and by none in all but 0.5 % of the values. */
function expectSamePicture(image: Tensor, expected: Tensor): void {
  expect(image.dims).toEqual(expected.dims)
  const off = image.data.map((v, i) => Math.abs(Math.floor(255 * v) - expected.data[i]!))
  expect(Math.max(...off)).toBeLessThanOrEqual(1)
  expect(off.filter(d => d > 0).length / off.length).toBeLessThanOrEqual(0.005)
}
