import { basename } from 'node:path'
import type { Family } from '../checkpoint/description.ts'
import type { FileRef } from '../checkpoint/files/file-ref.ts'
import { familyNames } from '../checkpoint/kind-names.ts'
import { CheckpointError } from '../errors.ts'
import { type LoraBase, matchLora, unmatchedModules } from '../lora/match.ts'
import { openAs, openFile } from './headers.ts'
import { networkWeights } from './network-weights.ts'
import type { Clip, Model } from './types.ts'

/** What of a LoRA fits where it is put, and what to say of the rest. */

export interface LoraTarget {
  readonly model?: Model
  readonly clip?: Clip
}

/**
 * @returns what the user should know: layers of the file that fit nothing
 * @throws  CheckpointError `wrong-family`, naming both files, when the LoRA was made for another family
 */
export async function checkLora(lora: FileRef, target: LoraTarget): Promise<readonly string[]> {
  const bases = await Promise.all([...ofModel(target.model), ...ofClip(target.clip)])
  return check(lora, bases, await bothParts(target))
}

/**
 * The same for a LoRA that a prompt names, which changes the model as well: whether it does is only known where the model
 * lies in the text encoders' file. Elsewhere a LoRA without a part for these text encoders passes.
 */
export async function checkTaggedLora(lora: FileRef, clip: Clip): Promise<readonly string[]> {
  const bases = (await bothParts({ clip })).filter(({ tensors }) => tensors.size > 0)
  return bases.some(({ network }) => network === 'unet') ? check(lora, bases, bases) : []
}

/** @param all  what the file's layers may be for, changed here or not */
async function check(lora: FileRef, bases: readonly LoraBase[], all: readonly LoraBase[]): Promise<readonly string[]> {
  const { header, description } = await openAs('LoRA', lora)
  const matches = await Promise.all(bases.map(base => matchLora(header, base)))
  const unmatched = unmatchedModules(header, all)
  if (matches.every(changes => changes.length === 0)) throw fitsNothing(lora, bases, unmatched, description.family)
  return notices(lora, unmatched)
}

/** Layers for the network that is not being changed are no mistake in the file. */
async function bothParts({ model, clip }: LoraTarget): Promise<LoraBase[]> {
  const unets = model ? ofModel(model) : (clip?.encoders ?? []).map(({ file }) => loraBase('unet', file))
  const texts = clip ? Promise.all(ofClip(clip)) : model ? textsBeside(model.file) : []
  return [...(await Promise.all(unets)), ...(await texts)]
}

async function textsBeside(file: FileRef): Promise<LoraBase[]> {
  const kinds = ['clipL', 'clipH', 'clipG'] as const
  const texts = (await Promise.all(kinds.map(kind => loraBase(kind, file)))).filter(({ tensors }) => tensors.size > 0)
  return texts.map(text => ({ ...text, alone: texts.length === 1 }))
}

const ofModel = (model: Model | undefined): Promise<LoraBase>[] => (model ? [loraBase('unet', model.file)] : [])
const ofClip = (clip: Clip | undefined): Promise<LoraBase>[] =>
  (clip?.encoders ?? []).map(async ({ kind, file }) => ({
    ...(await loraBase(kind, file)),
    alone: clip?.encoders.length === 1,
  }))

export async function loraBase(network: LoraBase['network'], file: FileRef): Promise<LoraBase> {
  const weights = networkWeights(await openFile(file), network)
  return { network, name: file.name, tensors: weights?.tensors ?? new Map() }
}

function fitsNothing(
  lora: FileRef,
  bases: readonly LoraBase[],
  unmatched: readonly string[],
  family: Family,
): CheckpointError {
  const names = [...new Set(bases.map(({ name }) => name))].join(' and ')
  const why = family === 'unknown' ? '' : ` It was made for ${familyNames[family]}.`
  const layers =
    unmatched.length > 0 ? `none of its ${unmatched.length} layers is there (${some(unmatched)})` : OTHER_PART
  return new CheckpointError('wrong-family', lora.path, `${lora.name} changes nothing in ${names}: ${layers}.${why}`)
}

const OTHER_PART = 'all of it is for the part that is not connected here'

function notices(lora: FileRef, unmatched: readonly string[]): string[] {
  if (unmatched.length === 0) return []
  const layers = unmatched.length === 1 ? 'layer of' : 'layers of'
  return [`${unmatched.length} ${layers} ${basename(lora.name)} fit nothing here and were left out: ${some(unmatched)}`]
}

const some = (names: readonly string[]): string => names.slice(0, 3).join(', ') + (names.length > 3 ? ' …' : '')
