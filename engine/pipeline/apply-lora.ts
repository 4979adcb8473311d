import { basename } from 'node:path'
import type { Family } from '../checkpoint/description.ts'
import type { FileRef } from '../checkpoint/file-ref.ts'
import { familyNames } from '../checkpoint/kind-names.ts'
import { CheckpointError } from '../errors.ts'
import { type BlockVector, blockWeights, type LoraPart } from '../lora/block-weights.ts'
import { type LoraBase, matchLora, unmatchedModules } from '../lora/match.ts'
import { openAs, openFile } from './headers.ts'
import { networkWeights } from './network-weights.ts'
import type { Clip, Model } from './types.ts'

export interface LoraTarget {
  readonly model?: Model
  readonly clip?: Clip
}

export interface LoraStrength {
  readonly model: number
  readonly clip: number
  /** Where only a share of the model's strength counts. */
  readonly parts?: readonly LoraPart[]
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
  strength: LoraStrength,
): Promise<LoraTarget & { readonly notices: readonly string[] }> {
  const { parts } = strength
  const { header, description } = await openAs('LoRA', lora)
  const bases = await Promise.all([...ofModel(target.model), ...ofClip(target.clip)])
  const matches = await Promise.all(bases.map(base => matchLora(header, base)))
  const unmatched = unmatchedModules(header, await bothParts(target))
  if (matches.every(changes => changes.length === 0)) throw fitsNothing(lora, bases, unmatched, description.family)
  return {
    ...(target.model && {
      model: {
        ...target.model,
        loras: [...target.model.loras, { file: lora, strength: strength.model, ...(parts && { parts }) }],
      },
    }),
    ...(target.clip && {
      clip: { ...target.clip, loras: [...target.clip.loras, { file: lora, strength: strength.clip }] },
    }),
    notices: notices(lora, unmatched),
  }
}

/**
 * The same with a number for each block of the UNet; the first one counts for the text encoder too.
 *
 * @returns the numbers as well, with letters replaced
 * @throws  RangeInputError when the vector is no list of numbers
 */
export async function applyLoraBlocks(
  target: Required<LoraTarget>,
  lora: FileRef,
  strength: { readonly model: number; readonly clip: number },
  vector: BlockVector,
) {
  const { header } = await openAs('LoRA', lora)
  const matched = await matchLora(header, await base('unet', target.model.file))
  const { parts, base: share, populated } = blockWeights([...new Set(matched.map(({ key }) => key))], vector)
  return { ...(await applyLora(target, lora, { ...strength, clip: strength.clip * share, parts })), populated }
}

/** Layers for the network that is not being changed are no mistake in the file. */
async function bothParts({ model, clip }: LoraTarget): Promise<LoraBase[]> {
  const unets = model ? ofModel(model) : (clip?.encoders ?? []).map(({ file }) => base('unet', file))
  const texts = clip ? Promise.all(ofClip(clip)) : model ? textsBeside(model.file) : []
  return [...(await Promise.all(unets)), ...(await texts)]
}

async function textsBeside(file: FileRef): Promise<LoraBase[]> {
  const kinds = ['clipL', 'clipH', 'clipG'] as const
  const texts = (await Promise.all(kinds.map(kind => base(kind, file)))).filter(({ tensors }) => tensors.size > 0)
  return texts.map(text => ({ ...text, alone: texts.length === 1 }))
}

const ofModel = (model: Model | undefined): Promise<LoraBase>[] => (model ? [base('unet', model.file)] : [])
const ofClip = (clip: Clip | undefined): Promise<LoraBase>[] =>
  (clip?.encoders ?? []).map(async ({ kind, file }) => ({
    ...(await base(kind, file)),
    alone: clip?.encoders.length === 1,
  }))

async function base(network: LoraBase['network'], file: FileRef): Promise<LoraBase> {
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
