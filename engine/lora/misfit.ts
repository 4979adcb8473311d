import { basename } from 'node:path'
import { type Family, familyNames, familyOfPrompts } from '../checkpoint/family.ts'
import type { Tensors } from '../checkpoint/files/safetensors.ts'
import { sizeOf } from '../tensor/tensor.ts'
import { flat, type Roles } from './kinds/kind.ts'
import { kinds } from './kinds/kinds.ts'
import type { LoraKind } from './modules.ts'

/** A weight or bias that one layer of a LoRA changes. */
export interface Target {
  /** The layer's name in the file. */
  readonly name: string
  /** The key of the weight in the network: `….attn1.to_q.weight`. */
  readonly key: string
  readonly kind: LoraKind
  readonly roles: Roles
}

interface Base {
  readonly file: { readonly name: string }
  readonly tensors: Tensors
}

interface LoraFile {
  readonly path: string
  readonly family: Family
}

/** Why a LoRA's change of one weight cannot be made, as a sentence that names both files; nothing where it can. */
export function misfit(target: Target, base: Base, { path, family }: LoraFile): string | undefined {
  const { name, key, kind, roles } = target
  const file = basename(path)
  const { title, needs, makes } = kinds[kind]
  const missing = needs.map(one => [one].flat()).find(one => !one.some(role => roles[role]))
  if (missing)
    return `${file} is incomplete: ${name} has no ${missing.join(' or ')}, which every layer of a ${title} needs`
  const { shape } = base.tensors.get(key)!
  const made = makes(roles, shape)
  if (!made) return `${file} is damaged: the shapes of ${name} do not belong together (${listed(roles)})`
  const magnitudes = roles.dora_scale && sizeOf(roles.dora_scale.shape)
  const doesNotFit = `${file} does not fit ${base.file.name}`
  if (magnitudes !== undefined && magnitudes !== shape[0] && magnitudes !== shape[1])
    return `${doesNotFit}: dora_scale of ${name} has ${magnitudes} numbers, and ${key} is [${shape}]`
  if (made.join() === flat(shape).join()) return undefined
  return `${doesNotFit}: it changes ${key} as [${made.join(', ')}], and the model has it as [${shape}]; ${madeFor(family, base)}`
}

const listed = (roles: Roles): string =>
  Object.entries(roles)
    .filter(([role]) => role !== 'alpha')
    .map(([role, { shape }]) => `${role} [${shape}]`)
    .join(', ')

function madeFor(family: Family, base: Base): string {
  const other = otherFamily(family, base)
  if (family === 'unknown' || !other) return 'it was made for another model family'
  return `it was made for ${familyNames[family]}, and ${base.file.name} is for ${familyNames[other]}`
}

/** The family of the network, where both are known and differ. */
export function otherFamily(
  family: Family,
  { tensors }: Pick<Base, 'tensors'>,
): Exclude<Family, 'unknown'> | undefined {
  const reader = [...tensors.values()].find(info => info.name.endsWith('attn2.to_k.weight'))
  const other = familyOfPrompts(reader?.shape[1])
  return family === 'unknown' || other === 'unknown' || family === other ? undefined : other
}
