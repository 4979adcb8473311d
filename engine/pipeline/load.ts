import { type Family, type FileKind, partNames } from '../checkpoint/family.ts'
import type { FileRef } from '../checkpoint/file-ref.ts'
import { kindNames } from '../checkpoint/kind-names.ts'
import { samplingOf } from '../checkpoint/prediction.ts'
import { taesdHalves } from '../checkpoint/taesd-keys.ts'
import type { ClipKind } from '../checkpoint/text-encoder.ts'
import { CheckpointError } from '../errors.ts'
import { type OpenFile, openFile } from './headers.ts'
import { networkWeights } from './network-weights.ts'
import type { Clip, Model, TextEncoder, TinyVae, Vae } from './types.ts'

/**
 * What loader nodes do: they describe what a file holds. A header is read, nothing is computed. A part that a checkpoint
 * lacks is reported when it is first used, since the workflow may take that part from elsewhere.
 */

/** @throws CheckpointError when the file is not a .safetensors, not a checkpoint, or of a family that cannot be run */
export async function loadCheckpoint(file: FileRef): Promise<{ model: Model; clip: Clip; vae: Vae }> {
  const open = await openFile(file)
  const { kind, family } = open.description
  if (kind !== 'checkpoint' && kind !== 'unet') throw notA('checkpoint', file, kind)
  const found = encodersOf(file, open)
  const expected = ENCODERS[family].map(kind => ({ kind, file }))
  return {
    model: await modelOf(file, open),
    clip: { kind: 'clip', encoders: found.length > 0 ? found : expected, loras: [] },
    vae: { kind: 'vae', file },
  }
}

/** @throws CheckpointError when the file holds no UNet, or one of a family that cannot be run */
export async function loadUnet(file: FileRef): Promise<Model> {
  const open = await openFile(file)
  if (!open.description.parts.unet) throw notA('diffusion model', file, open.description.kind)
  return modelOf(file, open)
}

/**
 * Text encoders from files of their own, in any order: what each is, its contents say.
 *
 * @throws CheckpointError when a file holds none, or two are of the same kind
 */
export async function loadClip(...files: readonly FileRef[]): Promise<Clip> {
  const encoders: TextEncoder[] = []
  for (const file of files) {
    const open = await openFile(file)
    const found = encodersOf(file, open)
    if (found.length === 0) throw notA('text encoder', file, open.description.kind)
    encoders.push(...found)
  }
  const sorted = encoders.toSorted((a, b) => partNames.indexOf(a.kind) - partNames.indexOf(b.kind))
  const twice = sorted.find(({ kind }, i) => kind === sorted[i - 1]?.kind)
  if (twice)
    throw new CheckpointError(
      'wrong-family',
      twice.file.path,
      `${files.map(({ name }) => name).join(' and ')} are the same kind of text encoder; SDXL needs a CLIP-L and a CLIP-G`,
    )
  return { kind: 'clip', encoders: sorted, loras: [] }
}

/** @throws CheckpointError when the file holds no VAE, or one whose latents are not Stable Diffusion's */
export async function loadVae(file: FileRef): Promise<Vae> {
  const tiny = await loadTaesd(file)
  if (tiny) return tiny
  const open = await openFile(file)
  const weights = networkWeights(open, 'vae')
  if (!weights) throw notA('VAE', file, open.description.kind)
  const channels = weights.tensors.get('decoder.conv_in.weight')?.shape[1]
  if (channels !== LATENT_CHANNELS) throw wrongChannels(file, channels)
  return { kind: 'vae', file }
}

/**
 * TAESD from a file of one half or of both, or from two files that go by one name. Which family it is for, only the name
 * says, as in ComfyUI.
 *
 * @returns null when there is none in it
 */
async function loadTaesd(file: FileRef): Promise<TinyVae | null> {
  const found: { decode?: FileRef; encode?: FileRef } = {}
  for (const member of file.members ?? [file])
    for (const { direction, channels } of taesdHalves((await openFile(member)).header)) {
      if (channels !== LATENT_CHANNELS) throw wrongChannels(file, channels)
      found[direction] = member
    }
  if (!found.decode && !found.encode) return null
  return { kind: 'taesd', name: file.name, ...found, scale: /xl/i.test(file.name) ? 0.13025 : 0.18215 }
}

const LATENT_CHANNELS = 4
/** Latent, mask, and the latent of the picture with a hole. */
const INPAINTING_CHANNELS = 9

const wrongChannels = (file: FileRef, channels: number | undefined): CheckpointError =>
  new CheckpointError(
    'wrong-family',
    file.path,
    `${file.name} is a VAE for latents of ${channels} channels; Stable Diffusion's have ${LATENT_CHANNELS}: choose another VAE`,
  )

/** The text encoders that a family's checkpoints are made for. */
const ENCODERS: Readonly<Record<Family, readonly ClipKind[]>> = {
  sd1: ['clipL'],
  sd2: ['clipH'],
  sdxl: ['clipL', 'clipG'],
  'sdxl-refiner': ['clipG'],
  unknown: ['clipL'],
}

const encodersOf = (file: FileRef, { description: { parts } }: OpenFile): TextEncoder[] =>
  (['clipL', 'clipH', 'clipG'] as const).flatMap(kind => (parts[kind] ? [{ kind, file }] : []))

async function modelOf(file: FileRef, open: OpenFile): Promise<Model> {
  const { family } = open.description
  if (family === 'unknown')
    throw new CheckpointError(
      'unknown-family',
      file.path,
      `${file.name} is of a model family that is not known here; Stable Diffusion 1.x, 2.x and SDXL can be run`,
    )
  const tensors = networkWeights(open, 'unet')?.tensors ?? new Map()
  const channels = tensors.get('input_blocks.0.0.weight')?.shape[1] ?? LATENT_CHANNELS
  if (channels !== LATENT_CHANNELS && channels !== INPAINTING_CHANNELS)
    throw new CheckpointError(
      'unknown-family',
      file.path,
      `${file.name} has a UNet that reads ${channels} channels (a picture to edit, a depth map); those with ${LATENT_CHANNELS}, or ${INPAINTING_CHANNELS} for inpainting, can be run`,
    )
  const sampling = await samplingOf(open.header, tensors, family)
  return { kind: 'model', file, loras: [], sampling }
}

const notA = (what: string, file: FileRef, kind: FileKind): CheckpointError =>
  new CheckpointError('missing-part', file.path, `${file.name} is not a ${what}: it is ${kindNames[kind]}`)
