import { tensorBytes } from '../../checkpoint/files/tensor-bytes.ts'
import { RangeInputError } from '../../errors.ts'
import type { LoraChange } from '../../lora/changed-weights.ts'
import type { LoraStack } from '../../lora/stack.ts'
import type { Sessions } from '../../runtime/sessions.ts'
import { sizeOf } from '../../tensor/tensor.ts'
import type { Merge } from '../types.ts'
import { type BakedTensor, type BakedTensors, bakedTensors } from './baked-tensor.ts'
import {
  factorsOf,
  inLora,
  type LoraParts,
  numbersOf,
  type SavedLora,
  type StoredChange,
  writeLora,
} from './extract-lora.ts'
import { productSvd } from './product-svd.ts'
import type { SaveContext } from './save-files.ts'
import { bakedUnet, encoderNetworks } from './save-model.ts'
import type { Factors } from './truncated-svd.ts'

/**
 * Saves all LoRAs of a model, with their strengths, as one of a given rank (`joinedLoras`), in half precision. Strengths that
 * change during the sampling count as at its start.
 *
 * @throws  RangeInputError when the model has no LoRA; as `saveFile`
 */
export async function saveJoinedLoras(
  prefix: string,
  parts: LoraParts,
  rank: number,
  context: SaveContext,
): Promise<SavedLora> {
  const { sessions } = context
  const { model, clip } = { model: parts.model && difference(parts.model), clip: parts.clip && difference(parts.clip) }
  const changes = new Map<BakedTensor, LayerChanges>()
  const changedOf = (network: Parameters<typeof bakedTensors>[0]): BakedTensors => {
    const own = network.stack.merge!.first
    const changed = [...bakedTensors(network)].filter(([key]) => own.changes.has(key))
    for (const [key, tensor] of changed) changes.set(tensor, { of: own.changes.get(key)!, whole: network.stack })
    return new Map(changed)
  }
  const unet: BakedTensors = model ? changedOf(await bakedUnet(model, sessions)) : new Map()
  const encoders = clip ? [...(await encoderNetworks(clip, sessions))] : []
  const weights = inLora(unet, new Map(encoders.map(([kind, network]) => [kind, changedOf(network)])))
  if (weights.size === 0)
    throw new RangeInputError('There is no LoRA to save: connect a model to which LoRA loaders were applied.')
  const stored = [...weights].map(
    ([key, weight]): StoredChange => ({
      key,
      weight,
      factors: kept => layerFactors(weight, changes.get(weight)!, kept, sessions),
    }),
  )
  return writeLora(prefix, stored, { rank, kind: 'standard', withBiases: true }, { parts, context })
}

/** What a weight is changed by, and the network that has all strengths. */
interface LayerChanges {
  readonly of: readonly LoraChange[]
  readonly whole: LoraStack
}

/** With its LoRAs less without them. */
function difference<T extends { readonly loras: readonly unknown[]; readonly merge?: Merge<T> }>(of: T): T {
  const shares = [{ prefix: '', own: 1, other: -1 }]
  return { ...of, loras: [], merge: { first: of, second: { ...of, loras: [] }, shares } }
}

async function layerFactors(
  weight: BakedTensor,
  { of, whole }: LayerChanges,
  rank: number,
  sessions: Sessions,
): Promise<Factors | null> {
  const isSum = of.every(({ kind, roles }) => kind === 'low-rank' && !roles.mid && !roles.dora_scale)
  if (!isSum) return factorsOf(weight, rank, sessions)
  const parts = await Promise.all(
    of.map(async ({ lora, scale, roles }) => {
      const numbers = ({ dtype, ...info }: NonNullable<typeof roles.up>) =>
        numbersOf({ dtype, bytes: () => tensorBytes({ dtype, ...info }) })
      const [up, down] = [await numbers(roles.up!), await numbers(roles.down!)]
      const by = whole.strengths[lora]! * scale
      return { k: roles.down!.shape[0]!, up: up.map(value => value * by), down }
    }),
  )
  const k = parts.reduce((sum, part) => sum + part.k, 0)
  const [out, n] = [weight.shape[0]!, sizeOf(weight.shape.slice(1))]
  const [u, d] = [new Float32Array(out * k), new Float32Array(k * n)]
  let at = 0
  for (const part of parts) {
    for (let row = 0; row < out; row++) u.set(part.up.subarray(row * part.k, (row + 1) * part.k), row * k + at)
    d.set(part.down, at * n)
    at += part.k
  }
  return productSvd(u, d, k, rank)
}
