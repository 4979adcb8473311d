import { type Safetensors, type Tensors, tensorsBelow } from '../files/safetensors.ts'

/** One half of a TAESD inside a file. */
export interface TaesdHalf {
  readonly direction: 'decode' | 'encode'
  /** Channels of the latents. */
  readonly channels: number
  /** By their numbers in the Sequential: `3.conv.0.weight`. */
  readonly tensors: Tensors
}

/** The prefixes before the numbers: a file of one half, ComfyUI's file of both, diffusers' file of both. */
const PREFIXES = ['', 'taesd_decoder.', 'taesd_encoder.', 'decoder.layers.', 'encoder.layers.'] as const

/** The halves of TAESD that a file holds; an empty list for any other file. */
export const taesdHalves = (file: Safetensors): TaesdHalf[] => PREFIXES.flatMap(prefix => halfBelow(file, prefix) ?? [])

function halfBelow(file: Safetensors, prefix: string): TaesdHalf | undefined {
  const own = tensorsBelow(file, prefix)
  const ends = [...own.keys()]
    .filter(key => /^\d+\.weight$/.test(key))
    .toSorted((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10))
    .map(key => own.get(key)!.shape)
  const [first, last] = [ends.at(0), ends.at(-1)]
  const hasBlocks = own.has('3.conv.0.weight') && own.has('3.conv.4.weight')
  if (!hasBlocks || first?.length !== 4 || last?.length !== 4) return undefined
  if (last[0] === 3) return { direction: 'decode', channels: first[1]!, tensors: own }
  return first[1] === 3 ? { direction: 'encode', channels: last[0]!, tensors: own } : undefined
}
