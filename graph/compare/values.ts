import type { WorkflowPlace } from '../errors.ts'
import { type Json, jsonInteger } from '../json.ts'
import type { Widget } from '../node.ts'
import { readLiteral } from '../planning/literal.ts'
import type { Series } from '../widgets/widget-kind.ts'
import { kindOf } from '../widgets/widget-kinds.ts'
import { type AxisValue, type Range, readRange } from './notation.ts'

/** The most cells of a grid: more pictures cannot be compared by eye. */
export const mostCells = 400

/**
 * The values of an axis as its widget takes them.
 *
 * @param series  how values of the widget's kind are listed
 * @param refuse  throws an error with its text after the place of the axis
 * @throws WorkflowError where a value does not become the widget's type, or lies outside its range
 */
export function axisValues(
  port: Widget,
  series: Series<Widget>,
  written: readonly AxisValue[],
  place: WorkflowPlace,
  refuse: (says: string) => never,
): readonly Json[] {
  const { typed = (text: string) => text } = kindOf(port)
  return written.flatMap(value => {
    const range = series.given === 'numbers' ? readRange(value) : null
    if (range) return spread(series, range, value.text, refuse).map(each => asJson(port, each, place))
    if (!value.quoted && value.text === 'all' && series.given !== 'texts')
      return series.all?.(port) ?? refuse('"all" is for lists of choices; name the values')
    const read = typed(value.text, expected => refuse(`expected ${expected}, got "${value.text}"`))
    return [asJson(port, read, place)]
  })
}

/** Checked as a prompt's literal is, and in the form that a prompt holds it. */
function asJson(port: Widget, value: Json, place: WorkflowPlace): Json {
  const literal = readLiteral(port, value, place)
  return typeof literal === 'bigint' ? jsonInteger(literal) : literal
}

/** Evenly spaced numbers, both ends included. */
function spread(
  { decimals = 0 }: Series<Widget>,
  { from, to, count, by }: Range,
  text: string,
  refuse: (says: string) => never,
): number[] {
  const distance = Math.abs(to - from)
  const steps = count === undefined ? distance / Math.abs(by ?? 1) : count - 1
  if (!(steps >= 1) && distance > 0) refuse(`"${text}" is not a range; write 0 … 1 in 5, or 1 … 8, or 1 … 3 by 0.5`)
  if (steps >= mostCells)
    refuse(`"${text}" has ${Math.floor(steps) + 1} values, and a grid has at most ${mostCells} cells`)
  const apart = count === undefined ? Math.sign(to - from) * Math.abs(by ?? 1) : (to - from) / Math.max(1, steps)
  const round = (value: number) => Math.round(value * 10 ** decimals) / 10 ** decimals
  const values = Array.from({ length: Math.floor(steps + 1e-9) + 1 }, (_, i) => round(from + i * apart))
  return [...new Set(values)]
}
