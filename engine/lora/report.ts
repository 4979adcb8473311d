import { familyNames } from '../checkpoint/family.ts'
import type { FileRef } from '../checkpoint/files/file-ref.ts'
import { openHeader } from '../checkpoint/files/safetensors.ts'
import { CheckpointError } from '../errors.ts'
import { bundledNames } from '../text/embedding-file.ts'
import { type LoraBase, loraChanges, loraMatch } from './match.ts'
import { loraModules } from './modules.ts'

/**
 * What a user should know when a LoRA is put on networks.
 *
 * @param changed  the networks it is put on
 * @param all      all networks of the model: layers for one that stays as it is are correct
 * @returns a sentence when some layers of the file fit no network
 * @throws  CheckpointError `wrong-family`, naming both files, when the LoRA does not fit or changes nothing
 */
export async function reportLora(
  lora: FileRef,
  changed: readonly LoraBase[],
  all: readonly LoraBase[],
): Promise<string[]> {
  const changes = await Promise.all(changed.map(base => loraChanges(lora, base)))
  const unmatched = await unmatchedEverywhere(lora, all)
  if (changes.every(({ length }) => length === 0)) throw await changesNothing(lora, changed, unmatched)
  const fit =
    unmatched.length === 1 ? 'fits no layer of the model and is ignored' : 'fit no layer of the model and are ignored'
  const nowhere = unmatched.length > 0 ? [`${counted(unmatched)} of ${lora.name} ${fit}: ${some(unmatched)}`] : []
  return [...nowhere, ...(await misfitNotice(lora, changed)), ...(await otherTensors(lora))]
}

/** What of the file has the right name and the wrong shape. */
async function misfitNotice(lora: FileRef, changed: readonly LoraBase[]): Promise<string[]> {
  const matched = await Promise.all(changed.map(base => loraMatch(lora, base)))
  const misfits = matched.flatMap(({ misfits }) => misfits)
  if (misfits.length === 0) return []
  const more = misfits.length > 1 ? ` (and ${misfits.length - 1} more)` : ''
  return [`${counted(misfits)} of ${lora.name} cannot be applied, the others are: ${misfits[0]}${more}`]
}

/** What of the file is no part of a LoRA: embeddings in a bundle, and what is not known. */
async function otherTensors(lora: FileRef): Promise<string[]> {
  const file = await openHeader(lora)
  const used = new Set(loraModules(file).flatMap(({ tensors }) => Object.values(tensors).map(({ name }) => name)))
  const bundled = bundledNames(file.tensors.keys()).map(name => `embedding:${name.replaceAll(' ', '_')}`)
  const unknown = [...file.tensors.keys()].filter(name => !used.has(name) && !name.startsWith('bundle_emb.'))
  return [
    ...(bundled.length > 0 ? [`${lora.name} also holds embeddings, for use in a prompt: ${bundled.join(', ')}`] : []),
    ...(unknown.length > 0
      ? [`${unknown.length} tensors of ${lora.name} belong to no kind of LoRA and are ignored: ${some(unknown)}`]
      : []),
  ]
}

async function unmatchedEverywhere(lora: FileRef, bases: readonly LoraBase[]): Promise<readonly string[]> {
  const [first, ...others] = await Promise.all(bases.map(base => loraMatch(lora, base)))
  const elsewhere = others.map(({ unmatched }) => new Set(unmatched))
  return (first?.unmatched ?? []).filter(name => elsewhere.every(names => names.has(name)))
}

async function changesNothing(
  lora: FileRef,
  bases: readonly LoraBase[],
  unmatched: readonly string[],
): Promise<CheckpointError> {
  const names = [...new Set(bases.map(({ file }) => file.name))].join(' and ')
  const { family } = await loraMatch(lora, bases[0]!)
  const why = family === 'unknown' ? '' : ` It was made for ${familyNames[family]}.`
  const layers =
    unmatched.length > 0
      ? `the model has none of its layers (${counted(unmatched)}: ${some(unmatched)})`
      : 'all of its layers are for a network that is not connected here'
  return new CheckpointError('wrong-family', lora.path, `${lora.name} changes nothing in ${names}: ${layers}.${why}`)
}

const counted = ({ length }: readonly string[]): string => (length === 1 ? '1 layer' : `${length} layers`)
const some = (names: readonly string[]): string => names.slice(0, 3).join(', ') + (names.length > 3 ? ' …' : '')
