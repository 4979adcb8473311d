import { WorkflowError, type WorkflowPlace } from '../errors.ts'
import type { Json } from '../json.ts'
import type { Port, Widget } from '../node.ts'
import { isWidget } from '../port-types.ts'
import type { Literal } from '../widgets/widget-kind.ts'
import { kindOf } from '../widgets/widget-kinds.ts'

/**
 * Turns a literal of a prompt into the widget's type, as ComfyUI does: numbers from numeric texts, integers by dropping
 * the fraction, toggles by Python's truth (the text "false" is true). Whether a file exists is not checked here.
 *
 * @param from  the node that a wire brings it from
 * @returns an integer or float as number, a seed as bigint
 * @throws  WorkflowError `bad-value`, `too-small`, `too-big` or `not-in-list`
 */
export const readLiteral = (widget: Widget, value: Json, place: WorkflowPlace, from?: string): Literal =>
  kindOf(widget).read(widget, value, ({ code = 'bad-value', allowed, cause, ...says }) => {
    const why =
      'why' in says
        ? says.why
        : `expected ${says.expected}, got ${shown(value)}${value === null && numbers.has(widget.kind) ? nullHint : ''}`
    const at = { ...place, received: value, ...(allowed !== undefined && { allowed }) }
    const wire = from === undefined ? '' : `, wired to ${from}`
    throw new WorkflowError(code, `${describePlace(place)}${wire}: ${why}.`, at, { cause })
  })

const numbers = new Set<Widget['kind']>(['int', 'float', 'seed'])
const nullHint = ' (NaN and Infinity in a file are read as null)'

/** Is this the port of a widget that may have this value? */
export function takes(port: Port | undefined, value: Json): boolean {
  if (!port || !isWidget(port)) return false
  try {
    readLiteral(port, value, {})
    return true
  } catch {
    return false
  }
}

/** `KSampler (node 3), input cfg` */
export const describePlace = ({ title, nodeType, nodeId, input }: WorkflowPlace): string =>
  `${title ?? nodeType} (node ${nodeId})${input === undefined ? '' : `, input ${input}`}`

/** A value in a sentence, shortened: `"a fox"`. */
export function shown(value: Json): string {
  if (typeof value === 'string') return `"${shorten(value)}"`
  const text =
    typeof value === 'object'
      ? JSON.stringify(value, (_, part) => (typeof part === 'bigint' ? String(part) : part))
      : String(value)
  return shorten(text)
}

const shorten = (text: string) => (text.length > 60 ? `${text.slice(0, 60)}…` : text)
