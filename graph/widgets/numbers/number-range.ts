import { jsonInteger } from '../../json.ts'
import type { Refuse } from '../widget-kind.ts'

/** What numbers of every kind have in common. */
export interface NumberRange {
  readonly min: number
  readonly max: number
  readonly step: number
}

/** What a node's file says of a number; each kind has its usual step. */
export type NumberOptions<W extends NumberRange> = Omit<W, 'kind' | 'carries' | 'step'> & { readonly step?: number }

/** @returns the value, which lies within the limits */
export function inRange<V extends number | bigint>(
  { min, max }: { readonly min: V; readonly max: V },
  value: V,
  refuse: Refuse,
): V {
  const allowed = `${min} to ${max}`
  if (value < min) refuse({ code: 'too-small', expected: allowed, allowed })
  if (value > max) refuse({ code: 'too-big', expected: allowed, allowed })
  return value
}

/** The usual values, else half of the present one, itself and twice it; all within the limits, no two the same. */
export function numbersAround(
  { min, max, step }: NumberRange,
  present: number,
  usual: readonly number[] | undefined,
): readonly number[] {
  const onStep = (x: number) => Math.round(Math.round(x / step) * step * 1000) / 1000
  const wanted = usual ?? [present / 2, present, present * 2].map(onStep)
  const distinct = [...new Set(wanted.map(value => Math.min(max, Math.max(min, value))))]
  return distinct.length > 1 ? distinct : [...new Set([present, onStep(present + step)])]
}

/** A whole number as a person types it, of up to a thousand digits. */
export const typedWhole = (text: string, refuse: (expected: string) => never): number | bigint =>
  /^[+-]?\d{1,1000}$/.test(text) ? jsonInteger(BigInt(text)) : refuse('a whole number')
