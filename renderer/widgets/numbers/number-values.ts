import { type Json, jsonInteger } from '../../../graph/json.ts'
import type { FloatWidget } from '../../../graph/widgets/float.ts'
import type { IntWidget } from '../../../graph/widgets/int.ts'
import type { SeedWidget } from '../../../graph/widgets/seed.ts'
import { calculate } from './arithmetic.ts'

export type NumberWidget = IntWidget | FloatWidget | SeedWidget

/** Within the limits and on a step. */
export function rounded(port: IntWidget | FloatWidget, value: number): number {
  const step = port.kind === 'float' ? Math.min(port.round ?? port.step, port.step) : 1
  const onStep = Number((Math.round(value / step) * step).toFixed(10))
  return Math.min(port.max, Math.max(port.min, onStep))
}

/** A range a person can survey: strengths, denoise, eta, up to ten steps; not cfg's 0 to 100 nor a width's 16 to 16384. */
export const isSlider = (port: { readonly kind: string; readonly min?: unknown; readonly max?: unknown }): boolean =>
  (port.kind === 'float' || port.kind === 'int') &&
  Number.isFinite(Number(port.max) - Number(port.min)) &&
  Number(port.max) - Number(port.min) <= 10

/** What typing gives: a value for the document, or why not. Seeds are whole to the last of their 64 bits. */
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

/** One step up or down; ten with Shift, a tenth with Alt where the number has parts. */
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
  // A tenth of a step lies between the steps, on purpose.
  return pace === 'tenth' ? Math.min(port.max, Math.max(port.min, Number(value.toFixed(10)))) : rounded(port, value)
}

const withinSeed = ({ min, max }: SeedWidget, seed: bigint): bigint => {
  const [low, high] = [BigInt(min), BigInt(max)]
  return seed < low ? low : seed > high ? high : seed
}
