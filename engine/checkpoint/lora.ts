import { basename } from 'node:path'
import { CheckpointError } from '../errors.ts'
import { sizeOf } from '../tensor/tensor.ts'
import { type LoraNetwork, loraNames } from './lora-names.ts'
import { type Family, familyOfPrompts } from './prompt-width.ts'
import { readScalars, type Safetensors, type TensorInfo } from './safetensors.ts'

/**
 * How a file says what changes in a weight. Only `low-rank` sums are run as live branches:
 * LoRA (Hu et al. 2021, arXiv:2106.09685), with LoCon's convolutions and their CP form (LyCORIS, arXiv:2309.14859).
 */
export type LoraKind = 'low-rank' | 'loha' | 'lokr' | 'glora' | 'oft' | 'dora' | 'difference'

/** One layer's part of a LoRA file. */
export interface LoraModule {
  /** As the file calls it. */
  readonly name: string
  readonly kind: LoraKind
  /** By role: `down`, `up`, `mid`, `alpha`, or the file's own suffix for the other kinds. */
  readonly tensors: Readonly<Record<string, TensorInfo>>
}

/** ΔW = scale · up · down on one weight of a network. */
export interface LowRankModule {
  /** The weight's key in the network: `….attn1.to_q.weight`. */
  readonly key: string
  readonly scale: number
  readonly down: TensorInfo
  readonly up: TensorInfo
  readonly mid?: TensorInfo
}

/** Suffix in the file → role, the longest first. */
const ROLES: readonly (readonly [suffix: string, role: string])[] = [
  ['.lora_linear_layer.down.weight', 'down'],
  ['.lora_linear_layer.up.weight', 'up'],
  ['.lora_A.default.weight', 'down'],
  ['.lora_B.default.weight', 'up'],
  ['.lora_down.weight', 'down'],
  ['.lora_up.weight', 'up'],
  ['.lora_mid.weight', 'mid'],
  ['_lora.down.weight', 'down'],
  ['_lora.up.weight', 'up'],
  ['.lora.down.weight', 'down'],
  ['.lora.up.weight', 'up'],
  ['.lora_A.weight', 'down'],
  ['.lora_B.weight', 'up'],
  ['.lora_A', 'down'],
  ['.lora_B', 'up'],
  ['.alpha', 'alpha'],
  ['.lora_magnitude_vector.default.weight', 'dora_scale'],
  ['.lora_magnitude_vector.weight', 'dora_scale'],
  ['.lora_magnitude_vector', 'dora_scale'],
]
const OTHERS =
  /^(.*)\.(hada_\w+|lokr_\w+|oft_\w+|dora_scale|[ab][12]\.weight|diff(?:_b)?|[wb]_norm|set_weight|rescale)$/

/** A LoRA file's tensors, gathered by layer. What is no part of a LoRA is left out. */
export function loraModules(file: Safetensors): LoraModule[] {
  const modules = new Map<string, Record<string, TensorInfo>>()
  for (const info of file.tensors.values()) {
    const [name, role] = split(info.name) ?? []
    if (name === undefined || role === undefined) continue
    const tensors = modules.get(name) ?? {}
    tensors[role] = info
    modules.set(name, tensors)
  }
  return [...modules].map(([name, tensors]) => ({ name, kind: kindOf(Object.keys(tensors)), tensors }))
}

function split(name: string): [module: string, role: string] | undefined {
  const known = ROLES.find(([suffix]) => name.endsWith(suffix))
  if (known) return [name.slice(0, -known[0].length), known[1]]
  const other = OTHERS.exec(name)
  return other ? [other[1]!, other[2]!] : undefined
}

function kindOf(roles: readonly string[]): LoraKind {
  const any = (prefix: string) => roles.some(role => role.startsWith(prefix))
  if (any('dora')) return 'dora'
  if (any('diff') || any('set_weight')) return 'difference'
  if (any('down') || any('up')) return 'low-rank'
  if (any('hada')) return 'loha'
  if (any('lokr')) return 'lokr'
  if (any('oft')) return 'oft'
  return any('a1') || any('b1') ? 'glora' : 'difference'
}

const PROMPT_READER = /attn2[._](processor[._])?to_k$/

/** Which family a LoRA was made for, by how wide the prompts are that its attention reads. */
export function loraFamily(modules: readonly LoraModule[]): Family {
  const reader = modules.find(({ name, tensors }) => PROMPT_READER.test(name) && tensors.down)
  if (reader) return familyOfPrompts(reader.tensors.down!.shape[1])
  return modules.some(({ name }) => /^(lora_te2_|text_encoder_2\.)/.test(name)) ? 'sdxl' : 'unknown'
}

/** A network that a LoRA is to be put on. */
export interface LoraBase {
  readonly network: LoraNetwork
  /** The base file's name, for messages. */
  readonly name: string
  /** From the network's root: `input_blocks.0.0.weight`. */
  readonly tensors: ReadonlyMap<string, TensorInfo>
}

/**
 * The layers of `base` that a LoRA changes.
 *
 * @returns nothing for a file that has no part for this network
 * @throws  CheckpointError `wrong-family` when a factor's shape is not the weight's, or the kind is not low-rank
 */
export async function matchLora(file: Safetensors, base: LoraBase): Promise<LowRankModule[]> {
  const names = loraNames(base.network, base.tensors.keys())
  const modules = loraModules(file)
  const matched = modules.flatMap(module => {
    const layer = names.get(module.name)
    return layer === undefined ? [] : [{ module, key: `${layer}.weight` }]
  })
  const family = loraFamily(modules)
  for (const { module, key } of matched) checkFits({ file, family }, module, base, key)
  const alphas = await readScalars(
    file,
    matched.flatMap(({ module }) => module.tensors.alpha ?? []),
  )
  return matched.map(({ module: { tensors }, key }) => {
    const { down, up, mid, alpha } = tensors as {
      down: TensorInfo
      up: TensorInfo
      mid?: TensorInfo
      alpha?: TensorInfo
    }
    const scale = alpha ? alphas.get(alpha.name)! / down.shape[0]! : 1
    return { key, scale, down, up, ...(mid && { mid }) }
  })
}

/** The layers that none of the networks has, as the file calls them. */
export function unmatchedModules(file: Safetensors, bases: readonly LoraBase[]): string[] {
  const names = bases.map(({ network, tensors }) => loraNames(network, tensors.keys()))
  return loraModules(file)
    .map(module => module.name)
    .filter(name => !names.some(known => known.has(name)))
}

interface Lora {
  readonly file: Safetensors
  readonly family: Family
}

function checkFits({ file, family }: Lora, { name, kind, tensors }: LoraModule, base: LoraBase, key: string): void {
  const refuse = (why: string) => new CheckpointError('wrong-family', file.path, `${basename(file.path)} ${why}`)
  if (kind !== 'low-rank')
    throw refuse(`is a ${KIND_NAMES[kind]} file; so far only low-rank LoRAs (LoRA, LoCon) can be run`)
  const { down, up, mid } = tensors
  if (!down || !up) throw refuse(`is incomplete: ${name} has only one of its two factors`)
  const [out, width, ...window] = base.tensors.get(key)!.shape as [number, number, ...number[]]
  const wide = mid ? [down.shape[1], ...mid.shape.slice(2)] : down.shape.slice(1)
  if (up.shape[0] === out && sizeOf(wide as number[]) === sizeOf([width, ...window]) && up.shape[1] === down.shape[0])
    return
  throw refuse(
    `does not fit ${base.name}: it changes ${key} as if that were [${up.shape[0]}, ${wide}], and there it is [${[out, width, ...window]}]; ${madeFor(family, base)}`,
  )
}

function madeFor(family: Family, { name, tensors }: LoraBase): string {
  const reader = [...tensors.values()].find(info => info.name.endsWith('attn2.to_k.weight'))
  const other = familyOfPrompts(reader?.shape[1])
  if (family === 'unknown' || other === 'unknown' || family === other) return 'it was made for another model family'
  return `it was made for the ${family} family, and ${name} is of the ${other} family`
}

const KIND_NAMES: Record<LoraKind, string> = {
  'low-rank': 'LoRA',
  loha: 'LoHa',
  lokr: 'LoKr',
  glora: 'GLoRA',
  oft: 'OFT',
  dora: 'DoRA',
  difference: 'full-difference',
}
