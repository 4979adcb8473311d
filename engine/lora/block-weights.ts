import { RangeInputError } from '../errors.ts'
import { mt19937 } from '../tensor/random/mt19937.ts'
import type { LoraPart } from './use.ts'

/** A number for each block of a UNet, as the Inspire Pack's node takes them. */
export interface BlockVector {
  /** `1,0,0,0.5,…`: what is in no block, the text encoder included; then the blocks. A name and a colon may come first. */
  readonly text: string
  /** 1 − x for every x. */
  readonly inverse: boolean
  /** What `R` (0 … 3) and `U` (−1.5 … 1.5) are drawn from. */
  readonly seed: bigint
  /** What `A` and `B` stand for; `a` and `b` are half of it. */
  readonly a: number
  readonly b: number
}

export interface BlockWeights {
  readonly parts: readonly LoraPart[]
  /** Of what is in no block. */
  readonly base: number
  /** The numbers that came out, with letters replaced. */
  readonly populated: readonly number[]
}

/** 12 is what one for SDXL has, 17 one for SD 1.x; what is missing at the end is as the last. */
const LEAST = 12

/**
 * Gives every block that a LoRA changes its number: input blocks in order, the middle, output blocks. Blocks that the LoRA
 * does not change take no number, so the 17 of SD 1.x are `BASE, IN01, IN02, IN04, IN05, IN07, IN08, MID, OUT03 … OUT11` for
 * one that changes attention only (ComfyUI-Inspire-Pack 1.x, LoraLoaderBlockWeight).
 *
 * @param keys  what the LoRA changes in the UNet
 * @throws      RangeInputError when the text is no such list
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
  const got = wrong === undefined ? `${words.length} of them` : `“${wrong}”`
  throw new RangeInputError(
    `Block weights are ${LEAST} numbers or more with commas between (17 for SD 1.x), or R, U, A or B in their place; this has ${got}`,
  )
}

/** Reads one word. Random ones are NumPy's, drawn in the order in which they are read, to two decimals. */
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

/** The keys of each block that has any, from the first input block to the last output block. */
function blocksOf(keys: readonly string[]): string[][] {
  const blocks = new Map<string, string[]>()
  for (const key of keys) {
    const block = /^(input_blocks|middle_block|output_blocks)\.\d+/.exec(key)?.[0]
    if (block !== undefined) blocks.set(block, [...(blocks.get(block) ?? []), key])
  }
  const place = (block: string) => {
    const [side, n] = block.split('.') as [string, string]
    return ['input_blocks', 'middle_block', 'output_blocks'].indexOf(side) * 1000 + Number(n)
  }
  const inOrder = [...blocks].toSorted(([a], [b]) => place(a) - place(b))
  return inOrder.map(([, keys]) => keys)
}
