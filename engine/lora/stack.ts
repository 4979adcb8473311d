import type { FileRef } from '../checkpoint/files/file-ref.ts'
import type { Tensors } from '../checkpoint/files/safetensors.ts'
import { expertKeys } from '../checkpoint/keys/mixture-keys.ts'
import type { Graph } from '../onnx/graph.ts'
import type { Value } from '../onnx/value.ts'
import { externalValue, type WeightChanges } from '../onnx/weights.ts'
import { type Tensor, tensor } from '../tensor/tensor.ts'
import { strengthInput } from './branches.ts'
import { ChangedWeights, type LoraChange, readsWeight } from './changed-weights.ts'
import { type LoraBase, loraChanges, type WeightChange } from './match.ts'
import type { LoraUse } from './use.ts'

/** The LoRAs on one network, matched to its weights. */
export interface LoraStack {
  /** Which files, in order; the strengths are not in it. */
  readonly key: readonly string[]
  readonly strengths: readonly number[]
  /** By the key of the weight: `….attn1.to_q.weight`. */
  readonly changes: ReadonlyMap<string, readonly LoraChange[]>
  /** What the network is a merge of; the changes come after it. */
  readonly merge?: StackMerge
  /** All changes are merged into the weights, and none runs as a branch. */
  readonly inWeights?: boolean
}

/** W = own·W₁ + other·W₂, for every weight that both networks have. */
export interface StackMerge {
  readonly first: LoraStack
  readonly second: LoraStack
  /** Of the second network. */
  readonly tensors: Tensors
  /** Which weights share a pair of factors: the beginnings of their keys; the longest counts, else the first. */
  readonly prefixes: readonly string[]
  /** Where the pairs [own, other] begin in the strengths of the whole. */
  readonly at: number
}

export const noLoras: LoraStack = { key: [], strengths: [], changes: new Map() }

/**
 * Matches LoRAs to a network. The same file twice counts as one LoRA of the summed strength, as long as all LoRAs are sums;
 * a file without a part for this network changes nothing. In a mixture of experts it changes every expert.
 *
 * @param offset  where its strengths begin in those of the whole
 * @param changesTo  what makes a model of the network, for files that are models
 * @throws CheckpointError `wrong-family` when a LoRA was made for another family
 */
export async function loraStack(
  uses: readonly LoraUse[],
  base: LoraBase,
  offset = 0,
  changesTo: (file: FileRef, base: LoraBase) => Promise<readonly WeightChange[]> = async () => [],
): Promise<LoraStack> {
  const [key, strengths, changes] = [[] as string[], [] as number[], new Map<string, LoraChange[]>()]
  /** Where the strengths of each file begin: that of the whole file, then those of its parts. */
  const firsts: number[] = []
  for (const { file, strength, isModel, parts = [] } of uses) {
    const matched = isModel ? await changesTo(file, base) : await loraChanges(file, base)
    if (matched.length === 0) continue
    const id = JSON.stringify([file.path, file.fingerprint, ...parts.map(({ keys }) => keys)])
    const known = key.indexOf(id)
    const shares = [1, ...parts.map(({ ratio }) => ratio)].map(ratio => ratio * strength)
    if (known >= 0 && ![...matched, ...[...changes.values()].flat()].some(readsWeight)) {
      for (const [i, share] of shares.entries()) strengths[firsts[known]! + i]! += share
      continue
    }
    key.push(id)
    const first = strengths.push(...shares) - shares.length
    firsts.push(first)
    const place = new Map(parts.flatMap(({ keys }, i) => keys.map(key => [key, first + 1 + i] as const)))
    for (const { key: plain, ...change } of matched) {
      const lora = offset + (place.get(plain) ?? first)
      for (const key of expertKeys(plain, base.tensors))
        changes.set(key, [...(changes.get(key) ?? []), { lora, ...change }])
    }
  }
  return { key, strengths, changes }
}

/**
 * The changed weights of a graph, which gets the input `strength`; nothing where there are no changes.
 *
 * @param rounded  changes are merged into the weights and rounded to half precision where the file's are, as ComfyUI holds text
 *                 encoders: nothing runs as a branch
 */
export function changedBy(graph: Graph, stack: LoraStack, { rounded = false } = {}): WeightChanges | undefined {
  const count = stack.strengths.length
  if (count === 0) return undefined
  const changes = changesOf(graph, stack, strengthInput(graph, count))
  return rounded ? roundedToHalf(changes) : changes
}

const roundedToHalf = ({ merge }: Required<WeightChanges>): WeightChanges => ({
  adapt: (_key, _x, y) => y,
  merge(key, stored) {
    const merged = merge(key, stored)
    return merged !== stored && stored.type === 'float16' ? halfPrecision(merged) : merged
  },
})

/**
 * The nearest half-precision numbers, in float32. Graphics cards without half precision cannot cast; there Veltkamp's
 * splitting leaves the first 11 bits, which differs for ties and below 2⁻¹⁴.
 */
function halfPrecision(w: Value): Value {
  const { compute, fusedAttention: onCpu } = w.graph
  if (onCpu || compute === 'float16') return w.in('float16')
  const wide = w.mul(2 ** 13 + 1)
  return wide.sub(wide.sub(w))
}

function changesOf(graph: Graph, stack: LoraStack, strength: Value): Required<WeightChanges> {
  const { changes, merge, inWeights = false } = stack
  const own = new ChangedWeights(graph, changes, strength)
  const merged = merge ? mergedWeights(graph, merge, strength) : (_key: string, stored: Value) => stored
  return {
    adapt: (key, x, y, window) => (inWeights ? y : own.adapt(key, x, y, window)),
    merge: (key, stored, positions) => own.merge(key, merged(key, stored), inWeights ? undefined : positions),
  }
}

/** The merged weight as an expression of both files' tensors (docs/decisions/lora-as-an-expression.md). */
function mergedWeights(graph: Graph, { first, second, tensors, prefixes, at }: StackMerge, strength: Value) {
  const [one, two] = [changesOf(graph, first, strength), changesOf(graph, second, strength)]
  const factors = new Map<number, Value>()
  /** One value for all weights: with a slice for each of them ONNX Runtime took six times as long to make a session. */
  const factor = (i: number): Value => {
    const known = factors.get(i) ?? graph.shared(() => strength.slice(1, i, i + 1).reshape([1]))
    factors.set(i, known)
    return known
  }
  return (key: string, stored: Value): Value => {
    const before = one.merge(key, stored)
    const info = tensors.get(key)
    if (!info || info.shape.join() !== stored.dims.join()) return before
    const other = two.merge(key, externalValue(graph, `merge${at}/${key}`, info))
    const own = at + 2 * longestPrefix(prefixes, key)
    return before
      .in('float32')
      .mul(factor(own))
      .add(other.in('float32').mul(factor(own + 1)))
  }
}

/** Whether a key begins with a prefix, or has what follows its `*` in it. */
export const fits = (prefix: string, key: string): boolean =>
  prefix.startsWith('*') ? key.includes(prefix.slice(1)) : key.startsWith(prefix)

/** The index of the longest beginning of a key; 0 where none fits. */
function longestPrefix(prefixes: readonly string[], key: string): number {
  let best = -1
  for (const [i, prefix] of prefixes.entries())
    if (fits(prefix, key) && prefix.length > (prefixes[best]?.length ?? -1)) best = i
  return Math.max(best, 0)
}

/** What that input is fed, [1, L]; nothing where there are no LoRAs. */
export const strengthFeed = ({ strengths }: LoraStack): { readonly strength?: Tensor } =>
  strengths.length > 0 ? { strength: tensor([1, strengths.length], Float32Array.from(strengths)) } : {}
