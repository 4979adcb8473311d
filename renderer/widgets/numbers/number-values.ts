import { type Json, jsonInteger } from '../../../graph/json.ts'
import type { FloatWidget } from '../../../graph/widgets/numbers/float.ts'
import type { IntWidget } from '../../../graph/widgets/numbers/int.ts'
import type { SeedWidget } from '../../../graph/widgets/seed.ts'
import type { Drag } from '../widget-view.ts'
import { calculate } from './arithmetic.ts'

export type NumberWidget = IntWidget | FloatWidget | SeedWidget

/** The nearest value on a step and within the limits. */
export function rounded(port: IntWidget | FloatWidget, value: number): number {
  const step = port.kind === 'float' ? Math.min(port.round ?? port.step, port.step) : 1
  const onStep = Number((Math.round(value / step) * step).toFixed(10))
  return Math.min(port.max, Math.max(port.min, onStep))
}

/** Is the range small enough for a slider, 10 or less? Strengths, denoise and eta are; cfg (0 to 100) and widths are not. */
export const isSlider = ({ min, max }: IntWidget | FloatWidget): boolean => max - min <= 10

/** A number as a card shows it: as many decimals as the step has, but never fewer than the value needs. */
export function numberFace({ kind, step }: IntWidget | FloatWidget, value: number): string {
  if (kind === 'int') return String(value)
  const decimals = Math.min(6, (String(step).split('.')[1] ?? '').length)
  const fixed = value.toFixed(Math.max(decimals, 1))
  return Number(fixed) === value ? fixed : String(value)
}

/** Reads what was typed: a value for the document, or why it cannot be read. Seeds keep all of their 64 bits. */
export function readNumber(
  port: NumberWidget,
  text: string,
  present: Json | undefined,
): { readonly value: number | bigint } | { readonly why: string } {
  const written = text.trim()
  if (port.kind === 'seed' && /^\d+$/.test(written)) return { value: jsonInteger(withinSeed(port, BigInt(written))) }
  const answer = calculate(text, Number(present ?? port.default))
  if ('why' in answer) return answer
  if (port.kind !== 'seed') return { value: rounded(port, answer.value) }
  return { value: jsonInteger(withinSeed(port, BigInt(Math.round(answer.value)))) }
}

/** One step up or down; ten with Shift; with Alt a tenth, for numbers with decimals. */
export function stepped(
  port: NumberWidget,
  present: Json | undefined,
  direction: 1 | -1,
  pace: 'one' | 'ten' | 'tenth',
): number | bigint {
  const factor = pace === 'ten' ? 10 : pace === 'tenth' && port.kind === 'float' ? 0.1 : 1
  if (port.kind === 'seed') {
    const start = BigInt((present as number | bigint | undefined) ?? port.default)
    return jsonInteger(withinSeed(port, start + BigInt(direction * factor)))
  }
  const value = Number(present ?? port.default) + direction * factor * port.step
  // A tenth of a step is not rounded to a step.
  return pace === 'tenth' ? Math.min(port.max, Math.max(port.min, Number(value.toFixed(10)))) : rounded(port, value)
}

/** CSS pixels for one step of a number that has no slider. */
const pace = 8

/** A number after a drag along its row: a slider follows the pointer, any other number goes by steps. */
export function draggedNumber(port: IntWidget | FloatWidget, start: number, { pixels, share }: Drag): number {
  const wanted = isSlider(port)
    ? port.min + Math.min(1, Math.max(0, share)) * (port.max - port.min)
    : start + Math.trunc(pixels / pace) * port.step
  return rounded(port, wanted)
}

export const draggedSeed = (port: SeedWidget, start: bigint, { pixels }: Drag): number | bigint =>
  jsonInteger(withinSeed(port, start + BigInt(Math.trunc(pixels / pace))))

const withinSeed = ({ min, max }: SeedWidget, seed: bigint): bigint => {
  const [low, high] = [BigInt(min), BigInt(max)]
  return seed < low ? low : seed > high ? high : seed
}
