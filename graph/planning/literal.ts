import { readDrawing } from '../drawing/drawing.ts'
import { WorkflowError, type WorkflowErrorCode, type WorkflowPlace } from '../errors.ts'
import type { Json } from '../json.ts'
import type { FloatWidget, IntWidget, SeedWidget, Widget } from '../node.ts'

/** What a widget hands to a node, except that files are still names. */
export type Literal = string | number | bigint | boolean

/**
 * Turns a literal of a prompt into the widget's type, as ComfyUI does: numbers from numeric texts, integers by dropping
 * the fraction, toggles by Python's truth (the text "false" is true). Whether a file exists is not checked here.
 *
 * @returns an integer or float as number, a seed as bigint
 * @throws  WorkflowError `bad-value`, `too-small`, `too-big` or `not-in-list`
 */
export function readLiteral(widget: Widget, value: Json, place: WorkflowPlace): Literal {
  switch (widget.kind) {
    case 'int':
      return inRange(
        widget,
        Number(readInteger(value) ?? refuse('bad-value', 'expected an integer', value, place)),
        place,
      )
    case 'seed':
      return inRange(widget, readInteger(value) ?? refuse('bad-value', 'expected an integer', value, place), place)
    case 'float':
      return inRange(widget, readFloat(value) ?? refuse('bad-value', 'expected a number', value, place), place)
    case 'toggle':
      return readTruth(value)
    case 'choice':
      return oneOf(widget.options, value, place)
    case 'text':
      return readText(value) ?? refuse('bad-value', 'expected a text', value, place)
    case 'file':
      return readText(value) ?? refuse('bad-value', 'expected a file name', value, place)
    case 'drawing':
      return drawn(readText(value) ?? refuse('bad-value', 'expected a drawing', value, place), place)
  }
}

function readInteger(value: Json): bigint | undefined {
  if (typeof value === 'bigint') return value
  if (typeof value === 'boolean') return value ? 1n : 0n
  if (typeof value === 'string' && /^\s*[+-]?\d{1,30}\s*$/.test(value)) return BigInt(value.trim().replace(/^\+/, ''))
  return typeof value === 'number' && Number.isFinite(value) ? BigInt(Math.trunc(value)) : undefined
}

function readFloat(value: Json): number | undefined {
  const isNumeric = typeof value !== 'string' || /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(value)
  if (!isNumeric || value === null || typeof value === 'object') return undefined
  const number = Number(value)
  return Number.isFinite(number) ? number : undefined
}

const readTruth = (value: Json): boolean =>
  Array.isArray(value)
    ? value.length > 0
    : typeof value === 'object' && value !== null
      ? Object.keys(value).length > 0
      : Boolean(value)

const readText = (value: Json): string | undefined =>
  value === null || typeof value === 'object'
    ? undefined
    : typeof value === 'boolean'
      ? value
        ? 'True'
        : 'False'
      : String(value)

/** A drawing's text, looked through before anything runs. */
function drawn(text: string, place: WorkflowPlace): string {
  try {
    readDrawing(text)
    return text
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new WorkflowError('bad-value', `${describePlace(place)}: ${why}.`, place, { cause })
  }
}

function inRange<V extends number | bigint>(
  widget: IntWidget | FloatWidget | SeedWidget,
  value: V,
  place: WorkflowPlace,
): V {
  const allowed = `${widget.min} to ${widget.max}`
  if (value < widget.min) refuse('too-small', `expected ${allowed}`, value, { ...place, allowed })
  if (value > widget.max) refuse('too-big', `expected ${allowed}`, value, { ...place, allowed })
  return value
}

function oneOf(options: readonly string[], value: Json, place: WorkflowPlace): string {
  const found = options.find(option => option === readText(value))
  if (found !== undefined) return found
  const allowed = options.length > 20 ? `one of ${options.length} choices` : options.join(', ')
  return refuse('not-in-list', `expected ${allowed}`, value, { ...place, allowed })
}

function refuse(code: WorkflowErrorCode, expected: string, received: Json, place: WorkflowPlace): never {
  const shown = typeof received === 'string' ? `"${shorten(received)}"` : shorten(showJson(received))
  throw new WorkflowError(code, `${describePlace(place)}: ${expected}, got ${shown}.`, { ...place, received })
}

/** `KSampler (node 3), input cfg` */
export const describePlace = ({ title, nodeType, nodeId, input }: WorkflowPlace): string =>
  `${title ?? nodeType} (node ${nodeId})${input === undefined ? '' : `, input ${input}`}`

const showJson = (value: Json) =>
  typeof value === 'object'
    ? JSON.stringify(value, (_, part) => (typeof part === 'bigint' ? String(part) : part))
    : String(value)
const shorten = (text: string) => (text.length > 60 ? `${text.slice(0, 60)}…` : text)
