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
  for (const { file, strength } of uses) {
    const { header } = await openFile(file)
    const matched = await matchLora(header, base)
    if (matched.length === 0) continue
    const id = `${file.path} ${file.fingerprint}`
    const known = key.indexOf(id)
    if (known >= 0 && ![...matched, ...[...changes.values()].flat()].some(readsWeight)) {
      strengths[known]! += strength
      continue
    }
    const lora = key.push(id) - 1
    strengths.push(strength)
    for (const { key, ...change } of matched) changes.set(key, [...(changes.get(key) ?? []), { lora, ...change }])
  }
  return { key, strengths, changes }
}
