import type { TensorInfo } from '../../checkpoint/files/safetensors.ts'
import { flat } from '../../lora/kinds/kind.ts'
import { kinds } from '../../lora/kinds/kinds.ts'
import type { WeightChange } from '../../lora/match.ts'

/**
 * Files that are made of a UNet's weights keep changes of them, in the terms that LoRAs are kept in, at a scale of 1; and
 * in full what a UNet has not.
 */
type Tensors = ReadonlyMap<string, TensorInfo>

/** Control-LoRA: W + up·down; there is no α. */
export function factorsOf(own: Tensors): WeightChange[] {
  return [...own].flatMap(([key, down]) => {
    const layer = /^(.+)\.down$/.exec(key)?.[1]
    const up = layer && own.get(`${layer}.up`)
    return up ? [{ key: `${layer}.weight`, kind: 'low-rank', roles: { down, up }, scale: 1 }] : []
  })
}

/** A ControlNet minus a UNet: W + difference, for each of the weights that the UNet has too. */
export const differencesOf = (own: Tensors, unet: Tensors): WeightChange[] =>
  [...own].flatMap(([key, diff]) => (unet.has(key) ? [{ key, kind: 'difference', roles: { diff }, scale: 1 }] : []))

/** Why the changes cannot be made to this UNet, with how many cannot and which; nothing where all can. */
export function changeMisfit(changes: readonly WeightChange[], unet: Tensors): string | undefined {
  const made = ({ key, kind, roles }: WeightChange) => kinds[kind].makes(roles, unet.get(key)?.shape ?? [])?.join()
  const wrong = changes.filter(change => made(change) !== flat(unet.get(change.key)?.shape ?? [0]).join())
  const [first] = wrong
  if (!first) return undefined
  const there = unet.get(first.key)
  const has = there ? `is [${there.shape}]` : 'is not there'
  return `${wrong.length} of the ${changes.length} weights it changes have another shape there, as ${first.key}, which ${has}`
}
