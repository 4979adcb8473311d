import type { FileRef } from '../checkpoint/files/file-ref.ts'

/** One LoRA on one network. */
export interface LoraUse {
  readonly file: FileRef
  readonly strength: number
  /** Where the strength is multiplied by something; everywhere else it counts in full. */
  readonly parts?: readonly LoraPart[]
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
