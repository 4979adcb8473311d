import type { FileRef } from '../checkpoint/files/file-ref.ts'
import { withPlainNames } from '../checkpoint/keys/mixture-keys.ts'
import { type BlockVector, blockWeights } from '../lora/block-weights.ts'
import { type LoraBase, loraChanges } from '../lora/match.ts'
import { reportLora } from '../lora/report.ts'
import type { Curve, LoraPart } from '../lora/use.ts'
import { networkWeights, openAs, openFile } from '../recognise/open-file.ts'
import type { Clip, Model } from './types.ts'

/** What a LoRA is put on: a model, its text encoders, or both. */
export interface LoraTarget {
  readonly model?: Model
  readonly clip?: Clip
}

export interface LoraStrength {
  readonly model: number
  readonly clip: number
  /** Where the model's strength is multiplied by something. */
  readonly parts?: readonly LoraPart[]
  /** The strength of the model during the sampling; `model` is that of its start. */
  readonly curve?: Curve
}

/**
 * Puts a LoRA on a model, on text encoders, or on both. A LoRA of strength 0 stays in its place, so that changing the
 * strength later makes no new session.
 *
 * @returns the changed descriptions, and what the user should know: layers of the file that fit nothing
 * @throws  CheckpointError `wrong-family`, naming both files, when the LoRA was made for another family
 */
export async function applyLora(
  target: LoraTarget,
  lora: FileRef,
  { model, clip, parts, curve }: LoraStrength,
): Promise<LoraTarget & { readonly notices: readonly string[] }> {
  const changed = await Promise.all([...ofModel(target.model), ...ofClip(target.clip)])
  const notices = await report(lora, changed, await wholeModel(target))
  const onModel = { file: lora, strength: model, ...(parts && { parts }), ...(curve && { curve }) }
  return {
    ...(target.model && { model: { ...target.model, loras: [...target.model.loras, onModel] } }),
    ...(target.clip && { clip: { ...target.clip, loras: [...target.clip.loras, { file: lora, strength: clip }] } }),
    notices,
  }
}

/** @throws CheckpointError when the file is not a LoRA */
export const openLora = async (lora: FileRef): Promise<FileRef> => {
  await openAs('LoRA', lora)
  return lora
}

/**
 * The same with a number for each block of the UNet; the first number also counts for the text encoders.
 *
 * @returns also the numbers, with letters replaced
 * @throws  RangeInputError when the vector is not a list of numbers
 */
export async function applyLoraBlocks(
  target: Required<LoraTarget>,
  lora: FileRef,
  strength: { readonly model: number; readonly clip: number },
  vector: BlockVector,
) {
  await openAs('LoRA', lora)
  const changes = await loraChanges(lora, await loraBase('unet', target.model.file))
  const { parts, base: share, populated } = blockWeights([...new Set(changes.map(({ key }) => key))], vector)
  return { ...(await applyLora(target, lora, { ...strength, clip: strength.clip * share, parts })), populated }
}

/**
 * What a user should know of a LoRA that a prompt names. It changes the model too, which is known here only where the model
 * is in the same file as the text encoders; elsewhere a LoRA without a part for these text encoders passes.
 *
 * @throws CheckpointError as `applyLora`
 */
export async function checkTaggedLora(lora: FileRef, clip: Clip): Promise<readonly string[]> {
  const bases = (await wholeModel({ clip })).filter(({ tensors }) => tensors.size > 0)
  return bases.some(({ network }) => network === 'unet') ? report(lora, bases, bases) : []
}

async function report(lora: FileRef, ...bases: readonly [changed: LoraBase[], all: LoraBase[]]): Promise<string[]> {
  await openAs('LoRA', lora)
  return reportLora(lora, ...bases)
}

/** All networks that a LoRA for this model may have layers for, those that it does not change here included. */
async function wholeModel({ model, clip }: LoraTarget): Promise<LoraBase[]> {
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

async function loraBase(network: LoraBase['network'], file: FileRef): Promise<LoraBase> {
  const weights = networkWeights(await openFile(file), network)
  return { network, file, tensors: withPlainNames(weights?.tensors ?? new Map()) }
}
