import type { Graph } from '../onnx/graph.ts'
import { type Tensor, tensor } from '../tensor/tensor.ts'
import { ChangedWeights, type LoraChange, readsWeight } from './changed-weights.ts'
import { type LoraBase, loraChanges } from './match.ts'
import type { LoraUse } from './use.ts'

/** The LoRAs on one network, matched to its weights. */
export interface LoraStack {
  /** Which files, in order; the strengths are not in it. */
  readonly key: readonly string[]
  readonly strengths: readonly number[]
  /** By the key of the weight: `….attn1.to_q.weight`. */
  readonly changes: ReadonlyMap<string, readonly LoraChange[]>
}

export const noLoras: LoraStack = { key: [], strengths: [], changes: new Map() }

/**
 * Matches LoRAs to a network. The same file twice counts as one LoRA of the summed strength, as long as all LoRAs are sums;
 * a file without a part for this network changes nothing.
 *
 * @throws CheckpointError `wrong-family` when a LoRA was made for another family
 */
export async function loraStack(uses: readonly LoraUse[], base: LoraBase): Promise<LoraStack> {
  const [key, strengths, changes] = [[] as string[], [] as number[], new Map<string, LoraChange[]>()]
  /** Where the strengths of each file begin: that of the whole file, then those of its parts. */
  const firsts: number[] = []
  for (const { file, strength, parts = [] } of uses) {
    const matched = await loraChanges(file, base)
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
    for (const { key, ...change } of matched)
      changes.set(key, [...(changes.get(key) ?? []), { lora: place.get(key) ?? first, ...change }])
  }
  return { key, strengths, changes }
}

/** The changed weights of a graph, which gets the input `strength`; nothing where there are no LoRAs. */
export const changedBy = (graph: Graph, { changes, strengths }: LoraStack): ChangedWeights | undefined =>
  strengths.length > 0 ? new ChangedWeights(graph, changes, strengths.length) : undefined

/** What that input is fed, [1, L]; nothing where there are no LoRAs. */
export const strengthFeed = ({ strengths }: LoraStack): { readonly strength?: Tensor } =>
  strengths.length > 0 ? { strength: tensor([1, strengths.length], Float32Array.from(strengths)) } : {}
