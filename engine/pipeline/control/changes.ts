import type { Tensors } from '../../checkpoint/files/safetensors.ts'
import { flat } from '../../lora/kinds/kind.ts'
import { kinds } from '../../lora/kinds/kinds.ts'
import type { WeightChange } from '../../lora/match.ts'

/**
 * ControlNets made of a UNet's weights store changes of them, here in the same terms as LoRAs, with a scale of 1. Weights that a
 * UNet does not have are stored in full.
 */

/** Control-LoRA: W + up·down, without α. */
export function factorsOf(own: Tensors): WeightChange[] {
  return [...own].flatMap(([key, down]) => {
    const layer = /^(.+)\.down$/.exec(key)?.[1]
    const up = layer && own.get(`${layer}.up`)
    return up ? [{ key: `${layer}.weight`, kind: 'low-rank', roles: { down, up }, scale: 1 }] : []
  })
}

/** A ControlNet minus a UNet: W + difference, for each weight that the UNet has too. */
export const differencesOf = (own: Tensors, unet: Tensors): WeightChange[] =>
  [...own].flatMap(([key, diff]) => (unet.has(key) ? [{ key, kind: 'difference', roles: { diff }, scale: 1 }] : []))

/** Why the changes do not fit this UNet, with the number of wrong ones and an example; undefined where all fit. */
export function changeMisfit(changes: readonly WeightChange[], unet: Tensors): string | undefined {
  const made = ({ key, kind, roles }: WeightChange) => kinds[kind].makes(roles, unet.get(key)?.shape ?? [])?.join()
  const wrong = changes.filter(change => made(change) !== flat(unet.get(change.key)?.shape ?? [0]).join())
  const [first] = wrong
  if (!first) return undefined
  const there = unet.get(first.key)
  const has = there ? `is [${there.shape}]` : 'is missing'
  return `${wrong.length} of the ${changes.length} weights it changes have another shape in the model, for example ${first.key}, which ${has}`
}
