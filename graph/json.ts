import { WorkflowError } from './errors.ts'

/** The values in a workflow file. Integers beyond ±2⁵³ are bigints, so that 64-bit seeds are kept. */
export type Json = null | boolean | number | bigint | string | readonly Json[] | JsonObject
export interface JsonObject {
  readonly [key: string]: Json
}

/** The deepest nesting that is read: deeper than any real workflow, shallow enough for recursive readers. */
const maxDepth = 256

/** The longest text that is read, in characters: much longer than any real workflow. */
const maxLength = 32_000_000

/** The two newer parts of JSON that TypeScript's library does not describe yet. */
const { parse, rawJSON } = JSON as unknown as {
  parse(
    text: string,
    reviver?: (key: string, value: unknown, context: { readonly source?: string }) => unknown,
  ): unknown
  rawJSON(text: string): object
}

/**
 * Reads JSON as ComfyUI and Python write it: big integers exactly, and the bare tokens `NaN`, `Infinity` and
 * `-Infinity` as null. A key named `__proto__` is dropped. Linear in the text.
 *
 * @throws WorkflowError `unreadable` when the text is not JSON, nests deeper than 256 levels, or is longer than 32 million
 *         characters
 */
export function parseJson(text: string): Json {
  if (text.length > maxLength)
    throw new WorkflowError('unreadable', `This JSON has ${text.length} characters; at most ${maxLength} are read.`)
  try {
    const json = withoutNonNumbers(text.replace(/^\uFEFF/, ''))
    return (mayNeedRevival.test(json) ? parse(json, revive) : parse(json)) as Json
  } catch (cause) {
    if (cause instanceof WorkflowError) throw cause
    throw new WorkflowError('unreadable', whyNotJson(text, cause as Error), {}, { cause })
  }
}

function whyNotJson(text: string, { message }: Error): string {
  if (/^\s*[{[]\s*'/.test(text))
    return "This is a Python dictionary, not JSON: its texts are in single quotes. Write it with Python's json.dumps and open it again."
  if (/double-quoted property name|Unexpected token '?[\]}]/.test(message) && /,\s*[}\]]/.test(text))
    return 'This is not JSON: there is a comma before a closing bracket. Remove it and open the file again.'
  return `This is not JSON: ${withoutQuote(message)}.`
}

/** An error must not show what is in a file that is not a workflow: `Unexpected token 'r', "root:x:0:0"... is not valid JSON`. */
const withoutQuote = (message: string): string =>
  message.replace(/^(Unexpected token).*$/s, '$1').replace(/^".*" is not valid JSON$/s, 'Unexpected token')

/** Writes what `parseJson` reads. */
export const stringifyJson = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) => (needsSource(part) ? rawJSON(sourceOf(part)) : part))

/** A bigint where a number would lose digits, else a number: the form `parseJson` gives. */
export const jsonInteger = (value: bigint): number | bigint =>
  Number.isSafeInteger(Number(value)) ? Number(value) : value

/** Neither null nor an array; narrows data from outside. */
export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * Integers of 16 digits, exponents of three, and the key `__proto__`, also with escapes. Without these `revive` changes nothing, and
 * takes five times as long as the parser.
 */
const mayNeedRevival = /(?<![.\d])\d{16}|e\+?\d{3}|__proto__|\\u00[5-7]/i

function revive(key: string, value: unknown, { source }: { readonly source?: string }): unknown {
  if (key === '__proto__') return undefined
  if (typeof value !== 'number') return value
  if (!Number.isFinite(value)) return null
  return source !== undefined && !Number.isSafeInteger(value) && /^-?\d+$/.test(source) ? BigInt(source) : value
}

const needsSource = (value: unknown): value is number | bigint => typeof value === 'bigint' || Object.is(value, -0)
const sourceOf = (value: number | bigint) => (typeof value === 'bigint' ? String(value) : '-0')

/** Replaces NaN and ±Infinity outside strings by null; measures the depth on the way. */
function withoutNonNumbers(text: string): string {
  let out = ''
  let copied = 0
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    const char = text[at]
    if (char === '"') at = endOfString(text, at)
    else if (char === '{' || char === '[') depth++
    else if (char === '}' || char === ']') depth--
    else if (char === 'N' || char === 'I' || char === '-') {
      const token = ['NaN', 'Infinity', '-Infinity'].find(name => text.startsWith(name, at))
      if (token === undefined) continue
      out += `${text.slice(copied, at)}null`
      copied = at + token.length
      at = copied - 1
    }
    if (depth > maxDepth) throw new WorkflowError('unreadable', `This JSON nests deeper than ${maxDepth} levels.`)
  }
  return out + text.slice(copied)
}

/** @returns the position of the closing quote, or the text's end */
function endOfString(text: string, open: number): number {
  let at = open + 1
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1
  return at
}
