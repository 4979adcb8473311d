import { type Context, createContext, Script } from 'node:vm'
import { RangeInputError } from '../errors.ts'

/**
 * Regular expressions in Python's notation, which ComfyUI's text nodes take, over texts of any length up to a bound.
 * They run with a limit of time: some patterns, such as `(a+)+b`, take longer than the age of the universe.
 */

export interface PatternFlags {
  readonly ignoreCase: boolean
  /** `^` and `$` also match at line breaks. */
  readonly multiline: boolean
  /** `.` also matches line breaks. */
  readonly dotAll: boolean
}

/** A match: the whole, then the groups; what did not take part is undefined. */
export interface PatternMatch {
  readonly at: number
  readonly groups: readonly (string | undefined)[]
  readonly named: Readonly<Record<string, string | undefined>>
}

/** A pattern that cannot be read. */
export class PatternError extends Error {
  override readonly name = 'PatternError'
  readonly code = 'bad-pattern'
}

const longestText = 1_000_000
const longestPattern = 10_000
/**
 * V8 prepares a pattern before it searches, and the limit of time does not end that: minutes for `a{,3}` 75 times in a row. Within these limits it takes 0.3 seconds at most. `\w` is 2 classes, `\b` 13 classes and conditions.
 */
const mostClasses = 1000
const mostOptional = 40
const milliseconds = 2000

const search = new Script(`{
  const found = []
  for (const match of text.matchAll(new RegExp(source, flags))) {
    found.push({ at: match.index, groups: [...match], named: { ...match.groups } })
    if (found.length >= most) break
  }
  found
}`)
/** One for all searches: to make one takes longer than most searches. */
let place: Context | undefined

/**
 * The matches from left to right.
 *
 * @param most  ends after that many
 * @throws PatternError when the pattern cannot be read
 * @throws RangeInputError when text or pattern are too long, or the search takes more than two seconds
 */
export function findPattern(text: string, pattern: string, flags: PatternFlags, most = Number.POSITIVE_INFINITY) {
  if (text.length > longestText || pattern.length > longestPattern)
    throw new RangeInputError(
      `A pattern of up to ${longestPattern} characters is searched in a text of up to ${longestText}; there are ${pattern.length} and ${text.length}.`,
    )
  const source = translate(pattern, flags)
  if (source.split(/\\[pP]\{|\(\?/).length - 1 > mostClasses)
    throw new RangeInputError(
      `A pattern has at most ${mostClasses} classes and conditions, with \\w as 2 and \\b as 13 of them: write it with fewer.`,
    )
  if (source.split(/(?<!\()\?|(?<!\\[pPu])\{/).length - 1 > mostOptional)
    throw new RangeInputError(`A pattern has at most ${mostOptional} repetitions with ? and {…}: write it with fewer.`)
  place ??= createContext()
  try {
    Object.assign(place, { text, source, flags: flags.ignoreCase ? 'giv' : 'gv', most })
    return search.runInContext(place, { timeout: milliseconds }) as readonly PatternMatch[]
  } catch (error) {
    const { code, message } = error as { readonly code?: string; readonly message: string }
    // The message repeats the whole pattern before the reason.
    if (code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT')
      throw new PatternError(`The pattern cannot be read: ${message.slice(message.lastIndexOf(': ') + 2)}.`)
    throw new RangeInputError(
      `The pattern “${pattern.slice(0, 60)}” takes more than ${milliseconds / 1000} seconds: write it without repetitions inside repetitions, such as (a+)+.`,
    )
  }
}

const sets: Readonly<Record<string, string>> = {
  d: '\\p{Nd}',
  D: '\\P{Nd}',
  w: '[\\p{L}\\p{N}_]',
  W: '[^\\p{L}\\p{N}_]',
  s: '[\\s\\x1c-\\x1f\\x85]',
  S: '[^\\s\\x1c-\\x1f\\x85]',
}
const word = '[\\p{L}\\p{N}_]'
const places: Readonly<Record<string, string>> = {
  A: '(?<![\\s\\S])',
  Z: '(?![\\s\\S])',
  z: '(?![\\s\\S])',
  // Not both sides alike. With (?:…|…), V8 takes twice as long for each further one.
  b: `(?!(?<=${word})${word})(?!(?<!${word})(?!${word}))`,
  B: `(?!(?<=${word})(?!${word}))(?!(?<!${word})${word})`,
}
const letters: Readonly<Record<string, string>> = {
  a: '\\x07',
  f: '\\f',
  n: '\\n',
  r: '\\r',
  t: '\\t',
  v: '\\v',
  '0': '\\x00',
}

/** A pattern of Python's `re` as one of JavaScript with the flag v. Linear in the pattern. */
function translate(pattern: string, { multiline, dotAll }: PatternFlags): string {
  const rules: readonly (readonly [RegExp, (found: RegExpExecArray) => string])[] = [
    [/\(\?P<(\w+)>/y, ([, name]) => `(?<${name}>`],
    [/\(\?P=(\w+)\)/y, ([, name]) => `\\k<${name}>`],
    [/\(\?#[^)]*\)/y, () => ''],
    [/\(\?(?::|=|!|<=|<!)/y, ([whole]) => whole],
    [/\(\?/y, () => fail('an inline flag or another extension, which is not possible here')],
    [/(?:[*+?]|\{\d*,?\d*\})\+/y, () => fail('a possessive repetition, which is not possible here')],
    [
      /\{(\d*)(,?)(\d*)\}/y,
      ([whole, from, comma, to]) => (from || to ? `{${from || 0}${comma}${to}}` : escaped(whole!)),
    ],
    [/\\x[\da-fA-F]{2}|\\u[\da-fA-F]{4}/y, ([whole]) => whole],
    [/\\U([\da-fA-F]{8})/y, ([, hex]) => `\\u{${hex}}`],
    [/\\([1-9]\d?)/y, ([, group]) => `(?:\\${group})`],
    [/\\([\s\S])/y, ([, letter]) => ofLetter(letter!, places)],
    [/\./y, () => (dotAll ? '[\\s\\S]' : '[^\\n]')],
    [/\^/y, () => (multiline ? '(?<![^\\n])' : places.A!)],
    [/\$/y, () => (multiline ? '(?![^\\n])' : '(?=\\n?(?![\\s\\S]))')],
    [/[()|*+?]/y, ([whole]) => whole],
    [/[\s\S]/y, ([whole]) => escaped(whole!)],
  ]
  let [out, at] = ['', 0]
  while (at < pattern.length) {
    if (pattern[at] === '[') {
      const { source, end } = charactersAt(pattern, at)
      out += source
      at = end
      continue
    }
    for (const [rule, write] of rules) {
      rule.lastIndex = at
      const found = rule.exec(pattern)
      if (!found) continue
      out += write(found)
      at = rule.lastIndex
      break
    }
  }
  return out
}

/** `[…]`, which begins at `from`. */
function charactersAt(pattern: string, from: number): { readonly source: string; readonly end: number } {
  let at = from + 1
  const isNegated = pattern[at] === '^'
  if (isNegated) at++
  let inside = ''
  for (let first = true; at < pattern.length; first = false) {
    const letter = pattern[at]!
    if (letter === ']' && !first) return { source: `[${isNegated ? '^' : ''}${inside}]`, end: at + 1 }
    const code = /\\(?:x[\da-fA-F]{2}|u[\da-fA-F]{4})/y
    code.lastIndex = at
    const found = code.exec(pattern)?.[0]
    if (found) {
      inside += found
      at += found.length
    } else if (letter === '\\') {
      inside += ofLetter(pattern[at + 1] ?? fail('a backslash at its end'), { b: '\\x08' })
      at += 2
    } else {
      const isRange = letter === '-' && !first && pattern[at + 1] !== ']'
      inside += isRange ? '-' : escaped(letter)
      at++
    }
  }
  return fail('a [ without its ]')
}

function ofLetter(letter: string, special: Readonly<Record<string, string>>): string {
  const known = special[letter] ?? sets[letter] ?? letters[letter]
  if (known !== undefined) return known
  return /[a-zA-Z0-9]/.test(letter) ? fail(`\\${letter}, which has no meaning`) : escaped(letter)
}

/** A character that stands for itself. */
const escaped = (text: string): string => text.replace(/[\^$\\.*+?()[\]{}|/&\-!#%,:;<=>@`~]/g, punctuation)
const punctuation = (sign: string): string => `\\x${sign.charCodeAt(0).toString(16).padStart(2, '0')}`

function fail(what: string): never {
  throw new PatternError(`The pattern cannot be read: it has ${what}.`)
}

/**
 * What Python's `re.sub` puts in the place of a match: `\1`, `\g<1>` and `\g<name>` are its groups.
 *
 * @throws PatternError when there is no such group
 */
export const replacement = (template: string, { groups, named }: PatternMatch): string =>
  template.replace(/\\(?:g<(\w+)>|(\d{1,2})|([\s\S]))/g, (written, name?: string, group?: string, letter?: string) => {
    if (letter !== undefined) return plain[letter] ?? (letter === '\\' ? letter : written)
    const key = name ?? group!
    if (/^\d+$/.test(key) && Number(key) < groups.length) return groups[Number(key)] ?? ''
    if (Object.hasOwn(named, key)) return named[key] ?? ''
    throw new PatternError(`The replacement names the group ${key}, and the pattern has none of that name.`)
  })

const plain: Readonly<Record<string, string>> = { a: '\x07', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' }
