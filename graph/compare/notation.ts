/**
 * How an axis of a comparison is written, by people and by the editor:
 *
 *   6.steps = 1, 2, 4, 8                       a node by its id, one of its widgets, the values
 *   6 (Few steps).eta = 0 … 1 in 5             the title is for the reader; five values from 0 to 1
 *   Few steps.steps = 1 … 8                    a title or a type is enough where only one node has it; whole numbers
 *   7.cfg = 1 … 3 by 0.5                       from 1 to 3 in steps of a half
 *   4.text = "a fox, red", "a \"fox\""         quoted where a value has commas or quotes of its own
 *   7.sampler_name = all                       everything there is to choose from
 */
export interface AxisText {
  /** An id, a title or a type. */
  readonly node: string
  readonly widget: string
  /** As they are written. */
  readonly written: string
  readonly values: readonly AxisValue[]
}

export interface AxisValue {
  readonly text: string
  /** A quoted value is taken literally: `"all"`, `"1 … 8"`. */
  readonly quoted: boolean
}

export interface Range {
  readonly from: number
  readonly to: number
  /** How many values, or how far apart. */
  readonly count?: number
  readonly by?: number
}

/**
 * Reads an axis, in time linear in its text.
 *
 * @returns null where it is not of the form `node.widget = values`
 */
export function readAxis(text: string): AxisText | null {
  // The first `.widget =` that has a name before it.
  for (const found of text.matchAll(/\.\s*(\w+)\s*=/g)) {
    const named = text.slice(0, found.index).trim()
    if (named === '') continue
    const [, id] = (named.endsWith(')') && /^(\S+)\s*\(/.exec(named)) || []
    const written = text.slice(found.index + found[0].length).trimStart()
    return { node: id ?? named, widget: found[1]!, written, values: splitValues(written) }
  }
  return null
}

/**
 * @param title   for the reader
 * @param values  as `writeValues` writes them, or a person did
 */
export const writeAxis = (node: string, title: string, widget: string, values: string): string =>
  `${node} (${title.replace(/[().=]/g, ' ').trim()}).${widget} = ${values}`

export const writeValues = (values: readonly string[]): string => values.map(quoteIfNeeded).join(', ')

const quoteIfNeeded = (value: string): string =>
  /[",\\\n]|^\s|\s$|^$|^all$|…|\.\./.test(value)
    ? `"${value.replace(/["\\]/g, '\\$&').replaceAll('\n', '\\n')}"`
    : value

/** A value is a quoted text with \\ before its own quotes, or everything up to the next comma. */
function splitValues(text: string): AxisValue[] {
  const pattern = /\s*"([^"\\]*(?:\\.[^"\\]*)*)"\s*(?:,|$)/sy
  const values: AxisValue[] = []
  for (let at = 0; at < text.length; at = pattern.lastIndex) {
    pattern.lastIndex = at
    const quoted = pattern.exec(text)?.[1]
    if (quoted !== undefined) {
      values.push({ text: unquoted(quoted), quoted: true })
      continue
    }
    const comma = text.indexOf(',', at)
    const plain = text.slice(at, comma < 0 ? text.length : comma).trim()
    if (plain !== '') values.push({ text: plain, quoted: false })
    pattern.lastIndex = comma < 0 ? text.length : comma + 1
  }
  return values
}

const unquoted = (text: string): string => text.replace(/\\(.)/gs, (_, char: string) => (char === 'n' ? '\n' : char))

const number = String.raw`[+-]?(?:\d+(?:\.\d*)?|\.\d+)`
const range = new RegExp(String.raw`^(${number})\s*(?:…|\.\.\.?)\s*(${number})(?:\s*(in|by)\s*(${number}))?$`)

/** `0 … 1 in 5`, `1 … 8`, `1..3 by 0.5`; null for anything else */
export function readRange({ text, quoted }: AxisValue): Range | null {
  const [, from, to, how, much] = (!quoted && range.exec(text)) || []
  if (from === undefined || to === undefined) return null
  const amount = how === 'in' ? { count: Number(much) } : how === 'by' ? { by: Number(much) } : {}
  return { from: Number(from), to: Number(to), ...amount }
}
