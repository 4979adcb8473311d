import { bytePairIds } from './byte-pairs.ts'

/**
 * Text → CLIP token ids, as ComfyUI does it without ftfy. Which program splits the text depends on the transformers library
 * beside ComfyUI: version 5, which new installations have, uses the tokenizers library; version 4 used Python code that
 * removes control characters and separates Chinese characters. They differ for Chinese and Japanese, emoji that are joined,
 * soft hyphens, control characters and the Greek final sigma; for most prompts they are the same.
 *
 * Radford et al. 2021, arXiv:2103.00020; the joins are OpenAI's (github.com/openai/CLIP, MIT License).
 */

/** Begins every chunk. */
export const START = 49406
/** Ends every chunk; CLIP reads the pooled prompt at its position. */
export const END = 49407

const MARKS = new Map([
  ['<|startoftext|>', START],
  ['<|endoftext|>', END],
])
const MARK = /(<\|startoftext\|>|<\|endoftext\|>)/
const DROPPED = /(?![\t\n\r])\p{C}|\ufffd/gu
const SPACE = /[\t\n\r\p{Zs}]/gu
/** The blocks of Chinese characters in BERT's tokenizer, without Japanese kana and Korean. */
const CHINESE =
  /[\u{4e00}-\u{9fff}\u{3400}-\u{4dbf}\u{20000}-\u{2a6df}\u{2a700}-\u{2b73f}\u{2b740}-\u{2b81f}\u{2b820}-\u{2ceaf}\u{f900}-\u{faff}\u{2f800}-\u{2fa1f}]/gu
const WHITE = /\p{White_Space}+/gu

interface Splitting {
  normalize(text: string): string
  readonly word: RegExp
  /** Whether a mark counts in capitals, too. */
  readonly anyCase: boolean
}

const splittings = {
  4: {
    normalize: text =>
      text.replace(DROPPED, '').replace(SPACE, ' ').replace(CHINESE, ' $& ').normalize('NFC').toLowerCase(),
    // CLIP's pattern ignores case. The text is lower case here, so this only turns ſ into s and loses U+0345.
    word: /<\|[sſ]tartoftext\|>|<\|endoftext\|>|'[sſ]|'t|'re|'ve|'m|'ll|'d|\p{L}+|\p{N}|(?:(?!\u0345)[^\s\p{L}\p{N}])+/gu,
    anyCase: true,
  },
  5: {
    // One character at a time: Σ becomes σ, also at the end of a word.
    normalize: text => Array.from(text.normalize('NFC').replace(WHITE, ' '), c => c.toLowerCase()).join(''),
    word: /<\|startoftext\|>|<\|endoftext\|>|'s|'t|'re|'ve|'m|'ll|'d|\p{L}+|\p{N}|[^\p{White_Space}\p{L}\p{N}]+/gu,
    anyCase: false,
  },
} as const satisfies Record<number, Splitting>
/** Of the transformers library beside ComfyUI: 4 for pictures of an older installation. */
export type TransformersVersion = keyof typeof splittings

/**
 * Splits any text into CLIP token ids, without the start and end marks and without a limit.
 *
 * @returns ids of 0…49407; the marks as text in the prompt give 49406 and 49407
 */
export function clipTokens(text: string, version: TransformersVersion = 5): number[] {
  const { normalize, word, anyCase } = splittings[version]
  const wordTokens = (word: string): number[] => {
    const mark = anyCase ? MARKS.get(word) : undefined
    return mark === undefined ? bytePairIds(word) : [mark]
  }
  return text.split(MARK).flatMap(part => {
    const mark = MARKS.get(part)
    return mark === undefined ? (normalize(part).match(word) ?? []).flatMap(wordTokens) : [mark]
  })
}
