import { parseDecimal } from './decimal.ts'

/**
 * The weight of each part of a prompt in ComfyUI's notation: `(x)` multiplies by 1.1, `(x:1.3)` sets 1.3 inside of any other
 * parentheses, `\(` and `\)` are plain characters. Square brackets, AND and BREAK have no meaning.
 *
 * The result equals that of ComfyUI's `token_weights`, in linear time and without recursion. Three rules look like mistakes
 * and are kept: a surplus `)` turns the next `(` into a plain character; an opening parenthesis that is never closed makes the
 * rest plain text; but if that rest ends in `)`, the two are a pair.
 */

export interface WeightedText {
  readonly text: string
  readonly weight: number
}

/** Characters `from` up to, not including, `to`; a group may hold further groups. */
interface Span {
  readonly from: number
  readonly to: number
  readonly weight: number
  readonly group: boolean
}

/** Splits a prompt into pieces of one weight each, without parentheses and numbers. An empty list for an empty prompt. */
export function parsePromptWeights(prompt: string): WeightedText[] {
  const closing = closingParentheses(prompt)
  const pieces: WeightedText[] = []
  const waiting: Span[] = [{ from: 0, to: prompt.length, weight: 1, group: true }]
  for (let span = waiting.pop(); span; span = waiting.pop()) {
    if (!span.group) pieces.push({ text: unescaped(prompt.slice(span.from, span.to)), weight: span.weight })
    else for (const part of partsOf(span, prompt, closing).reverse()) waiting.push(part)
  }
  return pieces
}

const unescaped = (text: string): string => text.replace(/\\([()])/g, '$1')

const isParenthesis = (text: string, i: number): boolean => (text[i] === '(' || text[i] === ')') && text[i - 1] !== '\\'

/** Where each opening parenthesis is closed; Infinity if never. Without those that are plain characters. */
function closingParentheses(text: string): ReadonlyMap<number, number> {
  const closing = new Map<number, number>()
  const open: number[] = []
  let surplus = 0
  for (let i = 0; i < text.length; i++) {
    if (!isParenthesis(text, i)) continue
    if (text[i] === ')') {
      const opening = open.pop()
      if (opening === undefined) surplus++
      else closing.set(opening, i)
    } else if (surplus > 0) surplus--
    else {
      open.push(i)
      closing.set(i, Number.POSITIVE_INFINITY)
    }
  }
  return closing
}

/** The groups of a span and the plain text between them, in order. */
function partsOf({ from, to, weight }: Span, text: string, closing: ReadonlyMap<number, number>): Span[] {
  const parts: Span[] = []
  const plain = (start: number, end: number) => {
    if (end > start) parts.push({ from: start, to: end, weight, group: false })
  }
  let start = from
  for (let i = from; i < to; i++) {
    const close = closing.get(i)
    if (close === undefined) continue
    plain(start, i)
    const end = close < to ? close + 1 : to
    const paired = text[end - 1] === ')' && isParenthesis(text, end - 1)
    if (paired) parts.push(group(text, i + 1, end - 1, weight))
    else plain(i, end)
    start = end
    i = end - 1
  }
  plain(start, to)
  return parts
}

/** The text between two parentheses, without its `:number`. */
function group(text: string, from: number, to: number, around: number): Span {
  let colon = to - 1
  while (colon > from && text[colon] !== ':' && !isParenthesis(text, colon)) colon--
  const weight = colon > from && text[colon] === ':' ? parseDecimal(text.slice(colon + 1, to)) : null
  return weight === null ? { from, to, weight: around * 1.1, group: true } : { from, to: colon, weight, group: true }
}
