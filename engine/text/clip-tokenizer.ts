import { bytePairIds } from './byte-pairs.ts'

/**
 * Text → CLIP token ids, as ComfyUI does it: transformers' CLIPTokenizer without ftfy, whose BasicTokenizer removes
 * control characters, separates Chinese characters, composes (NFC) and lower-cases.
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
// CLIP's pattern ignores case. The text is lower case here, so this only turns ſ into s and loses U+0345.
const WORD =
  /<\|[sſ]tartoftext\|>|<\|endoftext\|>|'[sſ]|'t|'re|'ve|'m|'ll|'d|\p{L}+|\p{N}|(?:(?!\u0345)[^\s\p{L}\p{N}])+/gu

const DROPPED = /(?![\t\n\r])\p{C}|\ufffd/gu
const SPACE = /[\t\n\r\p{Zs}]/gu
/** The blocks of Chinese characters in BERT's tokenizer, without Japanese kana and Korean. */
const CHINESE =
  /[\u{4e00}-\u{9fff}\u{3400}-\u{4dbf}\u{20000}-\u{2a6df}\u{2a700}-\u{2b73f}\u{2b740}-\u{2b81f}\u{2b820}-\u{2ceaf}\u{f900}-\u{faff}\u{2f800}-\u{2fa1f}]/gu

/**
 * Splits any text into CLIP token ids, without the start and end marks and without a limit.
 *
 * @returns ids of 0…49407; the marks as text in the prompt give 49406 and 49407
 */
export function clipTokens(text: string): number[] {
  return text.split(MARK).flatMap(part => {
    const mark = MARKS.get(part)
    return mark === undefined ? words(part).flatMap(wordTokens) : [mark]
  })
}

const words = (text: string): string[] => normalized(text).match(WORD) ?? []

const wordTokens = (word: string): number[] => {
  const mark = MARKS.get(word)
  return mark === undefined ? bytePairIds(word) : [mark]
}

const normalized = (text: string): string =>
  text.replace(DROPPED, '').replace(SPACE, ' ').replace(CHINESE, ' $& ').normalize('NFC').toLowerCase()
