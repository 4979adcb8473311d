import type { FileRef } from '../checkpoint/files/file-ref.ts'

/** One LoRA on one network. */
export interface LoraUse {
  readonly file: FileRef
  readonly strength: number
  /** The file is a model of the same family, which acts as the LoRA that leads to it. */
  readonly isModel?: true
  /** Where the strength is multiplied by something; everywhere else it counts in full. */
  readonly parts?: readonly LoraPart[]
  /** The strength during the sampling; `strength` is that of its start. */
  readonly curve?: Curve
}

/** Strengths at shares of the steps, in the order of the shares. */
export type Curve = readonly { readonly share: number; readonly strength: number }[]

/** On a straight line between two points; before the first and after the last as there. */
export function strengthAt(curve: Curve, share: number): number {
  const before = curve.findLastIndex(point => point.share <= share)
  const [from, to] = [curve[before], curve[before + 1]]
  if (!from || !to) return (from ?? to)!.strength
  return from.strength + ((share - from.share) / (to.share - from.share)) * (to.strength - from.strength)
}

/** Weights of a network that share one factor of a LoRA's strength. */
export interface LoraPart {
  /** `input_blocks.4.1.proj_in.weight` … */
  readonly keys: readonly string[]
  /** The factor of the strength. */
  readonly ratio: number
}

interface WithLoras {
  readonly loras?: readonly LoraUse[]
}

/** The LoRAs of two prompts for one model. A LoRA that both name counts once, with the first one's strength. */
export const bothLoras = ({ loras: first = [] }: WithLoras, { loras: second = [] }: WithLoras): WithLoras => {
  const named = new Set(first.map(({ file }) => file.path))
  const loras = [...first, ...second.filter(({ file }) => !named.has(file.path))]
  return loras.length > 0 ? { loras } : {}
}
