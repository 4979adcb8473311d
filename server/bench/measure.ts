import type { Family } from '../../engine/checkpoint/family.ts'
import { fileRef, openSafetensors } from '../../engine/checkpoint/files/safetensors.ts'
import { latentPreview } from '../../engine/image/files/previews.ts'
import { loadCheckpoint } from '../../engine/pipeline/load.ts'
import { applyLora } from '../../engine/pipeline/loras.ts'
import { encodePrompt } from '../../engine/pipeline/text/encode-prompt.ts'
import type { Clip, Conditioning, Model, Vae } from '../../engine/pipeline/types.ts'
import { sampleLatent } from '../../engine/pipeline/unet/sample-latent.ts'
import { unetNetwork } from '../../engine/pipeline/unet/unet-network.ts'
import { decodeLatent } from '../../engine/pipeline/vae/vae.ts'
import { vaeNetwork } from '../../engine/pipeline/vae/vae-network.ts'
import { describeFile } from '../../engine/recognise/describe-file.ts'
import type { PackDevice, Packs } from '../../engine/runtime/device.ts'
import { Sessions } from '../../engine/runtime/sessions.ts'
import { modelSampling } from '../../engine/sampling/model-sampling.ts'
import { calculateSigmas } from '../../engine/sampling/schedules/schedule.ts'
import { zeros } from '../../engine/tensor/tensor.ts'

export interface Subject {
  /** Paths. */
  readonly checkpoint: string
  readonly lora?: string
  /** Pixels, a multiple of 8; the size its family was trained for unless given. */
  readonly size?: number
  readonly steps: number
  readonly threads: number
  /** The CPU unless given. */
  readonly device?: PackDevice
  readonly packs: Packs
}

/** Seconds, bytes and floating-point operations of one subject. */
export interface Measurement {
  readonly file: string
  readonly size: number
  readonly steps: number
  /** Reading headers and describing the files. */
  readonly open: number
  readonly text: { readonly create: number; readonly run: number }
  readonly unet: { readonly create: number; readonly step: number; readonly flops: number }
  /** From the start of sampling to the first preview, while sampling goes on; no session is made meanwhile. */
  readonly firstPreview: number
  readonly decode: { readonly create: number; readonly run: number; readonly flops: number }
  readonly firstPicture: number
  readonly secondPicture: number
  /** Sessions made for a second picture with another seed and another LoRA strength. */
  readonly sessionsForSecond: number
  readonly peakBytes: number
}

type SizedSubject = Subject & { readonly size: number }

const SIZES: Readonly<Partial<Record<Family, number>>> = { sd2: 768, sdxl: 1024, 'sdxl-refiner': 1024 }
const trainedSize = async ({ checkpoint }: Subject): Promise<number> =>
  SIZES[describeFile(await openSafetensors(checkpoint)).family] ?? 512

const context = (sessions: Sessions) => ({
  sessions,
  signal: new AbortController().signal,
  find: async () => null,
  notice() {},
  progress() {},
})

/** Makes two pictures as a workflow does, in this process, and measures each part. */
export async function measure(given: Subject): Promise<Measurement> {
  const subject = { ...given, size: given.size ?? (await trainedSize(given)) }
  const sessions = new Sessions({
    device: subject.device ?? 'cpu',
    threads: subject.threads,
    packs: subject.packs,
    precision: 'exact',
  })
  const started = performance.now()
  const { model, clip, vae } = await open(subject, 1)
  const opened = seconds(started)
  const positive = await encodePrompt(clip, 'a photo of a cat', context(sessions))
  await picture(sessions, subject, { model, vae, positive, seed: 1n })
  const firstPicture = seconds(started)

  const first = timings(sessions)
  const again = performance.now()
  const changed = (await open(subject, 0.8)).model
  const { firstPreview } = await picture(sessions, subject, { model: changed, vae, positive, seed: 2n })
  const secondPicture = seconds(again)

  const graphs = await graphsOf({ model, vae }, subject.size)
  await sessions.close()
  const last = timings(sessions)
  return {
    file: model.file.name,
    size: subject.size,
    steps: subject.steps,
    open: opened,
    text: { create: first.text.create, run: first.text.run },
    unet: { create: first.unet.create, step: perRun(first.unet, last.unet), flops: graphs.unet.flops },
    firstPreview,
    decode: { create: first.decode.create, run: last.decode.run - first.decode.run, flops: graphs.decoder.flops },
    firstPicture,
    secondPicture,
    sessionsForSecond: last.created - first.created,
    peakBytes: process.resourceUsage().maxRSS * 1024,
  }
}

async function open({ checkpoint, lora }: Subject, strength: number): Promise<{ model: Model; clip: Clip; vae: Vae }> {
  const { model, clip, vae } = await loadCheckpoint(await fileRef(checkpoint))
  if (!lora) return { model, clip, vae }
  const patched = await applyLora({ model }, await fileRef(lora), { model: strength, clip: 0 })
  return { model: patched.model!, clip, vae }
}

interface Picture {
  readonly model: Model
  readonly vae: Vae
  readonly positive: Conditioning
  readonly seed: bigint
}

/** @returns seconds to the first preview */
async function picture(sessions: Sessions, { size, steps }: SizedSubject, { model, vae, positive, seed }: Picture) {
  const started = performance.now()
  let firstPreview: Promise<number> | undefined
  const { latent } = await sampleLatent(
    {
      guider: { kind: 'basic', model, positive },
      noise: { seed, added: true },
      latent: { samples: zeros([1, 4, size / 8, size / 8]) },
      sampler: { name: 'euler' },
      sigmas: calculateSigmas(modelSampling(model.sampling), 'simple', steps),
    },
    {
      ...context(sessions),
      progress(_step, _of, unfinished) {
        if (unfinished) firstPreview ??= latentPreview(unfinished.latent, unfinished.rgb).then(() => seconds(started))
      },
    },
  )
  await decodeLatent(vae, latent, context(sessions))
  return { firstPreview: (await firstPreview) ?? Number.NaN }
}

interface Total {
  readonly run: number
  readonly runs: number
}

/** Seconds of one run, on average over the second picture: the runs of the first also request memory from the system. */
const perRun = (first: Total, last: Total): number => (last.run - first.run) / (last.runs - first.runs)

const seconds = (since: number): number => (performance.now() - since) / 1000

/** Totals in seconds by kind of network, since the start. */
function timings(sessions: Sessions) {
  const total = (start: string) => {
    const these = sessions.timings.filter(({ label }) => label.startsWith(start))
    const sum = (pick: (timing: (typeof these)[number]) => number) => these.reduce((n, timing) => n + pick(timing), 0)
    return { create: sum(t => t.createMs) / 1000, run: sum(t => t.runMs) / 1000, runs: sum(t => t.runs) }
  }
  const created = sessions.timings.reduce((n, timing) => n + timing.created, 0)
  return { text: total('text'), unet: total('UNet'), decode: total('VAE decode'), created }
}

/** The networks of one step and one decoding, without a LoRA. */
async function graphsOf({ model, vae }: { model: Model; vae: Vae }, size: number) {
  const x = [1, 4, size / 8, size / 8]
  const network = await unetNetwork({ ...model, loras: [] })
  const unet = network.request(x, [1, TOKENS, network.contextWidth ?? 0]).build(dialect)
  return { unet, decoder: (await vaeNetwork(vae, 'decode'))(x).build(dialect) }
}

const TOKENS = 77
/** As OpenVINO's sessions get them; the operations are those of ONNX Runtime's. */
const dialect = { fusedAttention: true, conditions: false } as const

export const measuredGraphs = async (checkpoint: string, size: number) =>
  graphsOf(await loadCheckpoint(await fileRef(checkpoint)), size)
