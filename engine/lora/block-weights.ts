import { RangeInputError } from '../errors.ts'
import { mt19937 } from '../tensor/random/mt19937.ts'
import type { LoraPart } from './use.ts'

/** A number for each block of a UNet, in the notation of the Inspire Pack's node. */
export interface BlockVector {
  /** `1,0,0,0.5,…`: first all weights outside of blocks and the text encoder, then the blocks. `NAME:` may precede it. */
  readonly text: string
  /** 1 − x for every x. */
  readonly inverse: boolean
  /** The seed of the random numbers `R` (0 … 3) and `U` (−1.5 … 1.5). */
  readonly seed: bigint
  /** The values of `A` and `B`; `a` and `b` are half of them. */
  readonly a: number
  readonly b: number
}

export interface BlockWeights {
  readonly parts: readonly LoraPart[]
  /** The number of the weights outside of blocks. */
  readonly base: number
  /** The numbers, with letters replaced. */
  readonly populated: readonly number[]
}

/** A vector for SDXL has 12 numbers, one for SD 1.x has 17; the last number also counts for blocks beyond it. */
const LEAST = 12

/**
 * Assigns a number to every block that a LoRA changes: input blocks in order, the middle, output blocks. Blocks that the LoRA
 * does not change are skipped, so for a LoRA that changes only attention the 17 numbers of SD 1.x are
 * `BASE, IN01, IN02, IN04, IN05, IN07, IN08, MID, OUT03 … OUT11` (ComfyUI-Inspire-Pack 1.x, LoraLoaderBlockWeight).
 *
 * @param keys  the weights that the LoRA changes in the UNet
 * @throws      RangeInputError when the text is not such a list
 */
export function blockWeights(keys: readonly string[], { text, inverse, ...meanings }: BlockVector): BlockWeights {
  const numberOf = meaningOf(meanings)
  const words = wordsOf(text)
  const [baseWord, ...blockWords] = words as [string, ...string[]]
  const blocks = blocksOf(keys)
  const ratios: number[] = []
  for (const i of blocks.keys()) {
    const word = blockWords[i]
    ratios.push(word === undefined ? ratios[i - 1]! : numberOf(word))
  }
  const turned = (x: number) => (inverse ? 1 - x : x)
  const base = turned(numberOf(baseWord))
  const inBlocks = new Set(blocks.flat())
  const rest = keys.filter(key => !inBlocks.has(key))
  return {
    parts: [...blocks.map((keys, i) => ({ keys, ratio: turned(ratios[i]!) })), { keys: rest, ratio: base }],
    base,
    populated: [base, ...ratios.slice(0, blockWords.length).map(turned)],
  }
}

function wordsOf(text: string): string[] {
  const words = text
    .split(':')
    .at(text.includes(':') ? 1 : 0)!
    .split(',')
    .map(word => word.trim())
  const wrong = words.find(word => !/^(-?\d+(\.\d+)?|[RUAB])$/i.test(word))
  if (words.length >= LEAST && wrong === undefined) return words
  const got = wrong === undefined ? `${words.length} numbers` : `“${wrong.slice(0, 60)}”`
  throw new RangeInputError(
    `Block weights must be ${LEAST} or more numbers separated by commas (17 for SD 1.x), or the letters R, U, A or B; found ${got}`,
  )
}

/** Reads one word. Random numbers are NumPy's, drawn in the order of reading and rounded to two decimals. */
function meaningOf({ seed, a, b }: Pick<BlockVector, 'seed' | 'a' | 'b'>): (word: string) => number {
  const next = mt19937(Number(seed % 2n ** 31n))
  const uniform = () => ((next() >>> 5) * 2 ** 26 + (next() >>> 6)) / 2 ** 53
  const round = (x: number) => Math.round(x * 100) / 100
  const meanings: Readonly<Record<string, () => number>> = {
    r: () => round(3 * uniform()),
    u: () => round(-1.5 + 3 * uniform()),
    A: () => a,
    a: () => a / 2,
    B: () => b,
    b: () => b / 2,
  }
  return word => (meanings[word] ?? meanings[word.toLowerCase()])?.() ?? Number(word)
}

/** The keys of each block, from the first input block to the last output block. */
function blocksOf(keys: readonly string[]): string[][] {
  const blocks = new Map<string, string[]>()
  for (const key of keys) {
    const block = /^(input_blocks|middle_block|output_blocks)\.\d+/.exec(key)?.[0]
    if (block === undefined) continue
    const keysOf = blocks.get(block) ?? []
    keysOf.push(key)
    blocks.set(block, keysOf)
  }
  const place = (block: string) => {
    const [side, n] = block.split('.') as [string, string]
    return ['input_blocks', 'middle_block', 'output_blocks'].indexOf(side) * 1000 + Number(n)
  }
  const inOrder = [...blocks].toSorted(([a], [b]) => place(a) - place(b))
  return inOrder.map(([, keys]) => keys)
}
