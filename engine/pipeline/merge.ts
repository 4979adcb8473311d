import type { FileRef } from '../checkpoint/files/file-ref.ts'
import type { TensorInfo, Tensors } from '../checkpoint/files/safetensors.ts'
import { withPlainNames } from '../checkpoint/keys/mixture-keys.ts'
import { CheckpointError, RangeInputError } from '../errors.ts'
import type { LoraBase, WeightChange } from '../lora/match.ts'
import type { LoraNetwork } from '../lora/names.ts'
import { fits, type LoraStack, loraStack } from '../lora/stack.ts'
import type { LoraUse } from '../lora/use.ts'
import { networkWeights, openFile } from '../recognise/open-file.ts'
import type { Clip, Merge, Model, Share } from './types.ts'

/** The weights of one network: a file, or a merge, with LoRAs on it. */
export interface WeightSource {
  readonly file: FileRef
  readonly loras: readonly LoraUse[]
  readonly merge?: Merge<WeightSource>
  /** LoRAs are added to the weights and do not run beside them. */
  readonly inWeights?: boolean
  /** Of a mixture that is not saved yet. */
  readonly experts?: { readonly built?: { readonly models: readonly WeightSource[] } }
}

/**
 * Two models as one (docs/decisions/lora-as-an-expression.md): nothing is computed or written, the graph reads both files. All
 * but the weights is the first one's.
 *
 * @returns also what the user should know: weights that only one of them has stay the first one's
 * @throws  CheckpointError `wrong-family` when they have no weight in common; RangeInputError for a mixture that is not saved
 */
export async function mergeModels(first: Model, second: Model, shares: readonly Share[]) {
  if (first.experts?.built || second.experts?.built)
    throw new RangeInputError('A mixture of experts is merged as a file: save it with Save Model and load the file.')
  const notices = await compare('unet', first.file, second.file)
  const { inWeights: _, ...others } = first
  return { model: { ...others, loras: [], merge: { first, second, shares } } satisfies Model, notices }
}

/** The same of text encoders, those of each kind with each other. */
export async function mergeClips(first: Clip, second: Clip, shares: readonly Share[]) {
  const pairs = first.encoders.flatMap(one => {
    const two = second.encoders.find(({ kind }) => kind === one.kind)
    return two ? [[one, two] as const] : []
  })
  const [one, two] = [first.encoders[0]!.file, second.encoders[0]!.file]
  if (pairs.length === 0)
    throw new CheckpointError(
      'wrong-family',
      two.path,
      `${one.name} and ${two.name} have no kind of text encoder in common: merge two of the same family`,
    )
  const notices = (await Promise.all(pairs.map(([one, two]) => compare(one.kind, one.file, two.file)))).flat()
  return { clip: { ...first, loras: [], merge: { first, second, shares } } satisfies Clip, notices }
}

async function compare(network: LoraNetwork, first: FileRef, second: FileRef): Promise<string[]> {
  const [one, two] = await Promise.all([baseOf(network, first), baseOf(network, second)])
  const keys = [...one.tensors].filter(([key, { shape }]) => two.tensors.get(key)?.shape.join() !== shape.join())
  const [differing] = keys.filter(([key]) => two.tensors.has(key))
  if (keys.length === one.tensors.size)
    throw new CheckpointError(
      'wrong-family',
      second.path,
      `${first.name} and ${second.name} have no weight of the same shape in common${differing ? ` (${shapesOf(differing, two)})` : ''}: merge two models of the same family`,
    )
  if (keys.length === 0) return []
  return [
    `${keys.length} of ${one.tensors.size} weights of ${first.name} have no counterpart of their shape in ${second.name} and stay as they are, the first of them ${differing ? shapesOf(differing, two) : keys[0]![0]}`,
  ]
}

/** `out.2.weight is [4,320,3,3] and [8,320,3,3]` */
const shapesOf = ([key, { shape }]: readonly [string, { readonly shape: readonly number[] }], { tensors }: LoraBase) =>
  `${key} is [${shape}] and [${tensors.get(key)!.shape}]`

async function baseOf(network: LoraNetwork, file: FileRef): Promise<LoraBase> {
  return { network, file, tensors: withPlainNames(networkWeights(await openFile(file), network)?.tensors ?? new Map()) }
}

/**
 * A model as the LoRA that leads to it: ΔW = V − W, W as it is in the file.
 *
 * @throws CheckpointError `wrong-family` when less than half of the UNet's weights have a counterpart of their shape
 */
async function changesTo(file: FileRef, base: LoraBase): Promise<WeightChange[]> {
  const { tensors } = await baseOf(base.network, file)
  const changes = [...base.tensors].flatMap(([key, info]) => {
    const other = tensors.get(key)
    if (!other || other.shape.join() !== info.shape.join() || !/^(F|BF)/.test(info.dtype)) return []
    const times = (scale: number, diff: TensorInfo) => ({ key, kind: 'difference' as const, roles: { diff }, scale })
    return [times(1, other), times(-1, { ...info, name: `own ${info.name}` })]
  })
  if (changes.length >= base.tensors.size || base.network !== 'unet') return changes
  throw new CheckpointError(
    'wrong-family',
    file.path,
    `${file.name} and ${base.file.name} have ${changes.length / 2} of ${base.tensors.size} weights in common: choose a model of the same family`,
  )
}

const fitting = (tensors: Tensors, prefixes: readonly string[]): Tensors =>
  new Map([...tensors].filter(([key]) => prefixes.some(prefix => fits(prefix, key))))

/** The weights of one text encoder, in all that the CLIP is a merge of; undefined where it lacks this kind. */
export function encoderSource({ encoders, loras, merge }: Clip, kind: string): WeightSource | undefined {
  const file = encoders.find(encoder => encoder.kind === kind)?.file
  if (!file) return undefined
  const [first, second] = [merge && encoderSource(merge.first, kind), merge && encoderSource(merge.second, kind)]
  if (merge && first && !second) return { ...first, loras: [...first.loras, ...loras] }
  return { file, loras, ...(merge && first && second && { merge: { ...merge, first, second } }) }
}

/**
 * Matches all LoRAs of a network to its weights, those of the networks that it is a merge of too.
 *
 * @param base    the network in the file that the merges begin with
 * @param offset  where its strengths begin in those of the whole
 */
export async function weightStack(source: WeightSource, base: LoraBase, offset = 0): Promise<LoraStack> {
  const { loras, merge, inWeights = false } = source
  const found = await loraStack(loras, base, offset, changesTo)
  const own = inWeights ? { ...found, key: [...found.key, 'in the weights'], inWeights } : found
  if (!merge) return own
  const prefixes = merge.shares.map(({ prefix }) => prefix)
  const whole = await baseOf(base.network, merge.second.file)
  const tensors = merge.onlyShares ? fitting(whole.tensors, prefixes) : whole.tensors
  const other = { ...whole, tensors, ...(base.alone && { alone: true }) }
  const from = offset + own.strengths.length
  const first = await weightStack(merge.first, base, from)
  const second = await weightStack(merge.second, other, from + first.strengths.length)
  const { path, fingerprint } = merge.second.file
  const strengths = [...own.strengths, ...first.strengths, ...second.strengths]
  return {
    key: [
      ...own.key,
      JSON.stringify(['merge', first.key, path, fingerprint, second.key, prefixes, merge.onlyShares ?? false]),
    ],
    strengths: [...strengths, ...merge.shares.flatMap(({ own, other }) => [own, other])],
    changes: own.changes,
    ...(inWeights && { inWeights }),
    merge: { first, second, tensors, prefixes, at: offset + strengths.length },
  }
}
