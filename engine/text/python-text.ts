import { RangeInputError } from '../errors.ts'

/** Texts as Python treats them, whose functions ComfyUI's text nodes call: by code points, with Python's white space. */

const space = '[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]'
const leading = new RegExp(`^${space}+`, 'u')

export const trimStart = (text: string): string => text.replace(leading, '')

/** From the end, one character at a time: a pattern that ends in `$` would be tried at every run of white space. */
export function trimEnd(text: string): string {
  let end = text.length
  while (end > 0 && leading.test(text[end - 1]!)) end--
  return text.slice(0, end)
}

/** `text[start:end]`: negative positions count from the end, and positions beyond the ends are the ends. */
export const slice = (text: string, start: number, end: number): string => [...text].slice(start, end).join('')

export const lengthOf = (text: string): number => [...text].length

export const capitalized = (text: string): string => {
  const [first = '', ...rest] = text
  return upperFirst(first) + rest.join('').toLowerCase()
}

/** `str.title`: each run of letters begins with a capital, so also after an apostrophe. */
export const titled = (text: string): string => text.replace(/\p{L}+/gu, capitalized)

/** A letter at the beginning of a word: ß becomes Ss, not SS. */
const upperFirst = (letter: string): string => {
  const upper = letter.toUpperCase()
  const [first = '', ...rest] = upper
  return first + rest.join('').toLowerCase()
}

/** The longest text that a node makes of others. */
const longest = 10_000_000

/** `delimiter.join(parts)`. @throws RangeInputError when the text would be longer than ten million characters */
export function joined(parts: readonly string[], delimiter: string): string {
  const length = parts.reduce((sum, part) => sum + part.length, delimiter.length * Math.max(0, parts.length - 1))
  if (length > longest)
    throw new RangeInputError(`The text would have ${length} characters; at most ${longest} are possible.`)
  return parts.join(delimiter)
}
