import { basename } from 'node:path'
import type { FileRef } from '../checkpoint/file-ref.ts'
import { type LoraBase, matchLora, unmatchedModules } from '../checkpoint/lora.ts'
import type { LoraNetwork } from '../checkpoint/lora-names.ts'
import { ldmVaeTensors } from '../checkpoint/vae-keys.ts'
import { CheckpointError } from '../errors.ts'
import { openFile } from './headers.ts'
import type { Clip, Model, Vae } from './types.ts'
import { weightsBelow } from './weights-below.ts'

/**
 * Describes what a checkpoint holds; reads its header and computes nothing. A part that the file lacks is reported
 * when it is first used, since the workflow may take that part from elsewhere.
 *
 * @throws CheckpointError when the file is not a .safetensors, not a checkpoint, or of a family that cannot be run
 */
export async function loadCheckpoint(file: FileRef): Promise<{ model: Model; clip: Clip; vae: Vae }> {
  const { description } = await openFile(file)
  const { kind, family } = description
  if (kind !== 'checkpoint' && kind !== 'unet')
    throw new CheckpointError('missing-part', file.path, `${file.name} is not a checkpoint: it is ${NAMES[kind]}`)
  if (family !== 'sd1')
    throw new CheckpointError(
      'unknown-family',
      file.path,
      `${file.name} is of the ${family} family; this version runs Stable Diffusion 1.x`,
    )
  return {
    model: { kind: 'model', file, loras: [], sampling: { prediction: 'eps', timesteps: 'full', zsnr: false } },
    clip: { kind: 'clip', file, loras: [] },
    vae: { kind: 'vae', file },
  }
}

/** @throws CheckpointError when the file holds no VAE, or one whose latents are not Stable Diffusion's */
export async function loadVae(file: FileRef): Promise<Vae> {
  const { header, description } = await openFile(file)
  if (!description.parts.vae)
    throw new CheckpointError('missing-part', file.path, `${file.name} holds no VAE: it is ${NAMES[description.kind]}`)
  const channels = ldmVaeTensors(header, description.parts.vae.prefix).get('decoder.conv_in.weight')?.shape[1]
  if (channels !== LATENT_CHANNELS)
    throw new CheckpointError(
      'wrong-family',
      file.path,
      `${file.name} is a VAE for latents of ${channels} channels; Stable Diffusion's have ${LATENT_CHANNELS}: choose another VAE`,
    )
  return { kind: 'vae', file }
}

const LATENT_CHANNELS = 4

export interface LoraTarget {
  readonly model?: Model
  readonly clip?: Clip
}

/**
 * Puts a LoRA on a model, a text encoder, or both. A strength of 0 keeps the LoRA in place, so that moving it away
 * from 0 again makes no new session.
 *
 * @returns the changed descriptions, and what the user should know: layers of the file that fit nothing
 * @throws  CheckpointError `wrong-family`, naming both files, when the LoRA was made for another family
 */
export async function applyLora(
  target: LoraTarget,
  lora: FileRef,
  strength: { readonly model: number; readonly clip: number },
): Promise<LoraTarget & { readonly notices: readonly string[] }> {
  const { header, description } = await openFile(lora)
  if (description.kind !== 'lora')
    throw new CheckpointError('missing-part', lora.path, `${lora.name} is not a LoRA: it is ${NAMES[description.kind]}`)
  const bases = await Promise.all([...partOf('unet', target.model?.file), ...partOf('text', target.clip?.file)])
  const matches = await Promise.all(bases.map(base => matchLora(header, base)))
  if (matches.every(modules => modules.length === 0)) throw fitsNothing(lora, bases, description.family)
  return {
    ...(target.model && {
      model: { ...target.model, loras: [...target.model.loras, { file: lora, strength: strength.model }] },
    }),
    ...(target.clip && {
      clip: { ...target.clip, loras: [...target.clip.loras, { file: lora, strength: strength.clip }] },
    }),
    notices: notices(lora, unmatchedModules(header, await bothParts(target))),
  }
}

/** Layers for the network that is not being changed are no mistake in the file. */
const bothParts = ({ model, clip }: LoraTarget): Promise<LoraBase[]> =>
  Promise.all([...partOf('unet', (model ?? clip)?.file), ...partOf('text', (clip ?? model)?.file)])

const NAMES = {
  checkpoint: 'a checkpoint',
  unet: 'a UNet alone',
  'text-encoder': 'a text encoder',
  vae: 'a VAE',
  lora: 'a LoRA',
  controlnet: 'a ControlNet',
  upscaler: 'an upscaler',
  embedding: 'an embedding',
  unknown: 'of an unknown kind',
} as const

const partOf = (network: LoraNetwork, file: FileRef | undefined): Promise<LoraBase>[] =>
  file ? [base(network, file)] : []

async function base(network: LoraNetwork, file: FileRef): Promise<LoraBase> {
  const { header, description } = await openFile(file)
  const part = description.parts[network]
  return { network, name: file.name, tensors: part ? weightsBelow(header, part.prefix).tensors : new Map() }
}

function fitsNothing(lora: FileRef, bases: readonly LoraBase[], family: string): CheckpointError {
  const names = [...new Set(bases.map(({ name }) => name))].join(' and ')
  const why = family === 'unknown' ? '' : ` It was made for the ${family} family.`
  return new CheckpointError(
    'wrong-family',
    lora.path,
    `${lora.name} changes nothing in ${names}: none of its layers is there.${why}`,
  )
}

function notices(lora: FileRef, unmatched: readonly string[]): string[] {
  if (unmatched.length === 0) return []
  const some = unmatched.slice(0, 3).join(', ') + (unmatched.length > 3 ? ' …' : '')
  return [`${unmatched.length} layers of ${basename(lora.name)} fit nothing here and were left out: ${some}`]
}
