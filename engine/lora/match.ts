import { basename } from 'node:path'
import { readScalars, type Safetensors, type TensorInfo } from '../checkpoint/files/safetensors.ts'
import { familyNames } from '../checkpoint/kind-names.ts'
import { type LoraKind, type LoraModule, loraModules } from '../checkpoint/lora.ts'
import { type LoraNetwork, loraNames } from '../checkpoint/lora-names.ts'
import { type Family, familyOfPrompts } from '../checkpoint/prompt-width.ts'
import { loraOrigin } from '../checkpoint/recognise/lora.ts'
import { CheckpointError } from '../errors.ts'
import { sizeOf } from '../tensor/tensor.ts'
import { flat, type Roles } from './kind.ts'
import { kinds } from './kinds.ts'

/** A network that a LoRA is to be put on. */
export interface LoraBase {
  readonly network: LoraNetwork
  /** The base file's name, for messages. */
  readonly name: string
  /** From the network's root: `input_blocks.0.0.weight`. */
  readonly tensors: ReadonlyMap<string, TensorInfo>
  /** It is the only text encoder there is. */
  readonly alone?: boolean
}

/** What a LoRA file does to one weight or bias of a network. */
export interface WeightChange {
  /** The weight's key in the network: `….attn1.to_q.weight`. */
  readonly key: string
  readonly kind: LoraKind
  readonly roles: Roles
  /** What ΔW is multiplied by beside the strength: α/rank, or as the kind has it. */
  readonly scale: number
  /** α as it is in the file. */
  readonly alpha?: number
}

/**
 * What a LoRA changes in `base`, in the file's order.
 *
 * @returns nothing for a file that has no part for this network
 * @throws  CheckpointError `wrong-family` when tensors are missing, or make another shape than the weight has
 */
export async function matchLora(file: Safetensors, base: LoraBase): Promise<WeightChange[]> {
  const names = namesOf(base)
  const modules = loraModules(file)
  const { family } = loraOrigin(modules, file.metadata)
  const found = modules.flatMap(module => {
    const layer = names.get(module.name)
    return layer === undefined ? [] : targets(module, layer, base)
  })
  for (const target of found) checkFits({ file, family }, target, base)
  const alphas = await readScalars(
    file,
    found.flatMap(({ roles }) => roles.alpha ?? []),
  )
  return found.map(({ key, kind, roles }) => {
    const alpha = roles.alpha && alphas.get(roles.alpha.name)
    const scale = kinds[kind].scale(roles, alpha)
    const unrolled = unroll(roles, base.tensors.get(key)!.shape)
    return { key, kind, roles: unrolled, scale, ...(alpha !== undefined && { alpha }) }
  })
}

/** The layers that none of the networks has, as the file calls them. */
export function unmatchedModules(file: Safetensors, bases: readonly LoraBase[]): string[] {
  const names = bases.map(namesOf)
  return loraModules(file)
    .map(module => module.name)
    .filter(name => !names.some(known => known.has(name)))
}

const namesOf = ({ network, tensors, alone }: LoraBase) => loraNames(network, tensors.keys(), alone)

interface Target extends Pick<WeightChange, 'key' | 'kind' | 'roles'> {
  /** As the file calls the layer. */
  readonly name: string
}

/** What a module changes: a layer's weight, its bias, or both. */
function targets({ name, kind, tensors }: LoraModule, layer: string, { tensors: weights }: LoraBase): Target[] {
  const { diff_b, ...roles } = tensors
  const changesWeight = Object.keys(roles).some(role => role !== 'alpha')
  const all: Target[] = [
    ...(changesWeight ? [{ name, key: `${layer}.weight`, kind, roles }] : []),
    ...(diff_b ? [{ name, key: `${layer}.bias`, kind: 'difference' as const, roles: { diff: diff_b } }] : []),
  ]
  return all.filter(({ key }) => weights.has(key))
}

interface Lora {
  readonly file: Safetensors
  readonly family: Family
}

function checkFits({ file, family }: Lora, { name, key, kind, roles }: Target, base: LoraBase): void {
  const refuse = (why: string) => new CheckpointError('wrong-family', file.path, `${basename(file.path)} ${why}`)
  const { title, needs, makes } = kinds[kind]
  const missing = needs.map(one => [one].flat()).find(one => !one.some(role => roles[role]))
  if (missing)
    throw refuse(`is incomplete: ${name} has no ${missing.join(' or ')}, which every layer of a ${title} needs`)
  const { shape } = base.tensors.get(key)!
  const made = makes(roles, shape)
  if (!made) throw refuse(`is broken: the tensors of ${name} do not go together (${listed(roles)})`)
  const magnitudes = roles.dora_scale && sizeOf(roles.dora_scale.shape)
  if (magnitudes !== undefined && magnitudes !== shape[0] && magnitudes !== shape[1])
    throw refuse(`does not fit ${base.name}: dora_scale of ${name} has ${magnitudes} numbers, and ${key} is [${shape}]`)
  if (made.join() === flat(shape).join()) return
  throw refuse(
    `does not fit ${base.name}: it changes ${key} as if that were [${made.join(', ')}], and there it is [${shape}]; ${madeFor(family, base)}`,
  )
}

/** Some files flatten a kernel's lower factor, [r, in·k·k]: a convolution runs it as [r, in, k, k]. */
function unroll({ down, ...roles }: Roles, [, ...kernel]: readonly number[]): Roles {
  if (!down) return roles
  const flattened = down.shape.length === 2 && kernel.length === 3 && !roles.mid
  return { ...roles, down: flattened ? { ...down, shape: [down.shape[0]!, ...kernel] } : down }
}

const listed = (roles: Roles): string =>
  Object.entries(roles)
    .filter(([role]) => role !== 'alpha')
    .map(([role, { shape }]) => `${role} [${shape}]`)
    .join(', ')

function madeFor(family: Family, { name, tensors }: LoraBase): string {
  const reader = [...tensors.values()].find(info => info.name.endsWith('attn2.to_k.weight'))
  const other = familyOfPrompts(reader?.shape[1])
  if (family === 'unknown' || other === 'unknown' || family === other) return 'it was made for another model family'
  return `it was made for ${familyNames[family]}, and ${name} is for ${familyNames[other]}`
}
