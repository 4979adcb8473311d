import { basename } from 'node:path'
import type { LoraNetwork } from '../checkpoint/lora-names.ts'
import { type LoraChange, readsWeight } from '../lora/changed-weights.ts'
import { type LoraBase, matchLora } from '../lora/match.ts'
import type { WeightFile } from '../onnx/weights.ts'
import { openFile } from './headers.ts'
import type { LoraUse } from './types.ts'

/** The LoRAs on one network, matched to its weights. */
export interface LoraStack {
  /** Which files, in order; not how strong. */
  readonly key: readonly string[]
  readonly strengths: readonly number[]
  /** By the weight's key: `….attn1.to_q.weight`. */
  readonly changes: ReadonlyMap<string, readonly LoraChange[]>
}

/**
 * Matches LoRAs to a network. The same file twice is one LoRA of the summed strength, as long as all of them are sums; a
 * file without a part for this network leaves it alone.
 *
 * @throws CheckpointError `wrong-family` when a LoRA was made for another family
 */
export async function loraStack(
  uses: readonly LoraUse[],
  network: LoraNetwork,
  { path, tensors }: WeightFile,
  { alone = false } = {},
): Promise<LoraStack> {
  const base: LoraBase = { network, name: basename(path), tensors, alone }
  const [key, strengths, changes] = [[] as string[], [] as number[], new Map<string, LoraChange[]>()]
  /** Where each file's strengths begin: the whole one, then those of its parts. */
  const firsts: number[] = []
  for (const { file, strength, parts = [] } of uses) {
    const { header } = await openFile(file)
    const matched = await matchLora(header, base)
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
