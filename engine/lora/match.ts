import type { Family } from '../checkpoint/family.ts'
import type { FileRef } from '../checkpoint/files/file-ref.ts'
import { openHeader, readScalars, type Safetensors, type Tensors } from '../checkpoint/files/safetensors.ts'
import { CheckpointError } from '../errors.ts'
import { remember } from '../remember.ts'
import type { Roles } from './kinds/kind.ts'
import { kinds } from './kinds/kinds.ts'
import { misfit, otherFamily, type Target } from './misfit.ts'
import { type LoraModule, loraModules } from './modules.ts'
import { type LoraNetwork, loraNames } from './names.ts'
import { loraOrigin } from './origin.ts'

/** A network that a LoRA is put on. */
export interface LoraBase {
  readonly network: LoraNetwork
  readonly file: FileRef
  /** By key, without the network's prefix: `input_blocks.0.0.weight`. */
  readonly tensors: Tensors
  /** It is the only text encoder of the model. */
  readonly alone?: boolean
}

/** What a LoRA file does to one weight or bias of a network. */
export interface WeightChange extends Omit<Target, 'name'> {
  /** The factor of ΔW beside the strength: α/rank for most kinds. */
  readonly scale: number
  /** α as the file has it. */
  readonly alpha?: number
}

/** What a LoRA file and a network have to do with each other. */
export interface LoraMatch {
  /** What the file changes in the network, in the file's order; empty where it has nothing for the network. */
  readonly changes: readonly WeightChange[]
  /** The file's layers that the network does not have, by their names in the file. */
  readonly unmatched: readonly string[]
  /** The family that the LoRA was made for. */
  readonly family: Family
  /** Why single changes cannot be made, a sentence each: tensors are missing, or make another shape than the weight has. */
  readonly misfits: readonly string[]
}

const matches = remember<string, LoraMatch>(64)

/** Matches a LoRA to a network, once for each state of the two files: loaders report the result, samplers build with it. */
export function loraMatch(lora: FileRef, base: LoraBase): Promise<LoraMatch> {
  const { file, network, alone = false } = base
  const key = [lora.path, lora.fingerprint, file.path, file.fingerprint, network, alone].join('\n')
  return matches(key, async () => matchLora(await openHeader(lora), base))
}

/**
 * What a LoRA changes in a network. As in ComfyUI single layers that do not fit are left out; a file of which half or
 * more does not fit was made for another model.
 *
 * @returns an empty list where the file has nothing for this network
 * @throws  CheckpointError `wrong-family` where the file does not fit
 */
export async function loraChanges(lora: FileRef, base: LoraBase): Promise<readonly WeightChange[]> {
  const { changes, misfits } = await loraMatch(lora, base)
  if (misfits.length > 0 && misfits.length >= changes.length)
    throw new CheckpointError('wrong-family', lora.path, misfits[0]!)
  return changes
}

/** The match itself; `loraMatch` remembers it. */
export async function matchLora(file: Safetensors, base: LoraBase): Promise<LoraMatch> {
  const names = loraNames(base.network, base.tensors.keys(), base.alone)
  const modules = loraModules(file)
  const { family } = loraOrigin(modules, file.metadata)
  const found = modules.flatMap(module => targets(module, names.get(module.name), base))
  const unmatched = modules.map(({ name }) => name).filter(name => !names.has(name))
  const judged = found.map(target => ({ target, why: misfit(target, base, { path: file.path, family }) }))
  const misfits = judged.flatMap(({ why }) => why ?? [])
  if (misfits.length > 0 && otherFamily(family, base)) return { changes: [], unmatched, family, misfits }
  const fitting = judged.filter(({ why }) => why === undefined).map(({ target }) => target)
  const alphas = await readScalars(
    file,
    fitting.flatMap(({ roles }) => roles.alpha ?? []),
  )
  const changes = fitting.map(({ key, kind, roles }) => {
    const alpha = roles.alpha && alphas.get(roles.alpha.name)
    const scale = kinds[kind].scale(roles, alpha)
    const unrolled = unroll(roles, base.tensors.get(key)!.shape)
    return { key, kind, roles: unrolled, scale, ...(alpha !== undefined && { alpha }) }
  })
  return { changes, unmatched, family, misfits }
}

/** A module changes the weight of a layer, its bias, or both. */
function targets({ name, kind, tensors }: LoraModule, layer: string | undefined, base: LoraBase): Target[] {
  const { diff_b, levels_b, least_b, most_b, ...roles } = tensors
  const changesWeight = Object.keys(roles).some(role => role !== 'alpha')
  const biasLevels = { levels: levels_b, least: least_b, most: most_b } as Roles
  const all: Target[] = [
    ...(changesWeight ? [{ name, key: `${layer}.weight`, kind, roles }] : []),
    ...(diff_b ? [{ name, key: `${layer}.bias`, kind: 'difference' as const, roles: { diff: diff_b } }] : []),
    ...(levels_b ? [{ name, key: `${layer}.bias`, kind, roles: biasLevels }] : []),
  ]
  return all.filter(({ key }) => layer !== undefined && base.tensors.has(key))
}

/** Some files flatten the lower factor of a kernel to [r, in·k·k]; a convolution needs [r, in, k, k]. */
function unroll({ down, ...roles }: Roles, [, ...kernel]: readonly number[]): Roles {
  if (!down) return roles
  const flattened = down.shape.length === 2 && kernel.length === 3 && !roles.mid
  return { ...roles, down: flattened ? { ...down, shape: [down.shape[0]!, ...kernel] } : down }
}
