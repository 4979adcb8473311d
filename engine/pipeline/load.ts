import { type ClipKind, type Family, type LatentSpace, latentNumbers } from '../checkpoint/family.ts'
import type { FileRef } from '../checkpoint/files/file-ref.ts'
import { taesdHalves } from '../checkpoint/keys/taesd-keys.ts'
import { CheckpointError } from '../errors.ts'
import { partNames } from '../recognise/description.ts'
import { networkWeights, type OpenFile, openAs } from '../recognise/open-file.ts'
import { isPlayground, samplingOf } from '../recognise/prediction.ts'
import { expertsOf } from './mixture/experts-of.ts'
import type { Clip, Model, TextEncoder, TinyVae, Vae } from './types.ts'

/**
 * Loader nodes describe the content of files: they read headers and compute nothing. A part that a checkpoint lacks is
 * reported when it is first used, since the workflow may load that part from another file.
 */

/** @throws CheckpointError when the file is not a .safetensors, not a checkpoint, or of a family that cannot be run */
export async function loadCheckpoint(file: FileRef): Promise<{ model: Model; clip: Clip; vae: Vae }> {
  const open = await openAs('checkpoint', file)
  const found = encodersOf(file, open)
  const expected = ENCODERS[open.description.family].map(kind => ({ kind, file }))
  return {
    model: await modelOf(file, open),
    clip: { kind: 'clip', encoders: found.length > 0 ? found : expected, loras: [] },
    vae: { kind: 'vae', file },
  }
}

/** A model that acts as a LoRA. @throws CheckpointError when the file is not one of a family that can be run */
export async function openModelAsLora(file: FileRef): Promise<FileRef> {
  await openAs('checkpoint', file)
  return file
}

/** @throws CheckpointError when the file holds no UNet, or one of a family that cannot be run */
export async function loadUnet(file: FileRef): Promise<Model> {
  return modelOf(file, await openAs('diffusion model', file))
}

/**
 * Text encoders from separate files, in any order: the kind of each is detected.
 *
 * @throws CheckpointError when a file does not hold a text encoder, or two are of the same kind
 */
export async function loadClip(...files: FileRef[]): Promise<Clip> {
  const encoders: TextEncoder[] = []
  for (const file of files) encoders.push(...encodersOf(file, await openAs('text encoder', file)))
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

/** @throws CheckpointError when the file holds no VAE, or one whose latents no UNet reads */
export async function loadVae(file: FileRef): Promise<Vae> {
  return (await loadTaesd(file)) ?? { kind: 'vae', file }
}

/**
 * TAESD from a file of one half or both halves, or from two files of one name. Only channels and name show its latents, as in ComfyUI.
 *
 * @returns null when the file does not hold TAESD
 */
async function loadTaesd(file: FileRef): Promise<TinyVae | null> {
  const found: { decode?: FileRef; encode?: FileRef } = {}
  let channels = 4
  for (const member of file.members ?? [file])
    for (const half of taesdHalves((await openAs('VAE', member)).header)) {
      found[half.direction] = member
      channels = half.channels
    }
  if (!found.decode && !found.encode) return null
  return { kind: 'taesd', name: file.name, ...found, latents: latentNumbers[tinyLatents(file.name, channels)] }
}

function tinyLatents(name: string, channels: number): LatentSpace {
  if (channels === 4) return /xl/i.test(name) ? 'sdxl' : 'sd'
  return channels === 32 ? 'flux2' : /sd[-_ ]?3/i.test(name) ? 'sd3' : 'flux'
}

/** The text encoders of each family. */
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
      `${file.name} belongs to an unknown model family; Leapgraph runs Stable Diffusion 1.x, 2.x and SDXL`,
    )
  const tensors = networkWeights(open, 'unet')?.tensors ?? new Map()
  const sampling = await samplingOf(open.header, tensors, family)
  const experts = await expertsOf(open.header, tensors)
  return {
    kind: 'model',
    file,
    loras: [],
    sampling,
    ...(isPlayground(open.header) && { latents: 'playground-2.5' }),
    ...(experts && { experts }),
  }
}
