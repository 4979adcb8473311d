import { familyNames } from '../checkpoint/family.ts'
import type { FileRef } from '../checkpoint/files/file-ref.ts'
import { CheckpointError } from '../errors.ts'
import { type LoraBase, loraChanges, loraMatch } from './match.ts'

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
  if (unmatched.length === 0) return []
  const fit =
    unmatched.length === 1 ? 'fits no layer of the model and is ignored' : 'fit no layer of the model and are ignored'
  return [`${counted(unmatched)} of ${lora.name} ${fit}: ${some(unmatched)}`]
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
