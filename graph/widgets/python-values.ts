import type { Json } from '../json.ts'

/** Values of a prompt read as ComfyUI reads them, with Python's `int`, `float`, `bool` and `str`; undefined: not one. Linear in a text. */

/** Numeric texts are numbers; a fraction is dropped. */
export function wholeOf(value: Json): bigint | undefined {
  if (typeof value === 'bigint') return value
  if (typeof value === 'boolean') return value ? 1n : 0n
  if (typeof value === 'string' && /^\s*[+-]?\d{1,30}\s*$/.test(value)) return BigInt(value.trim().replace(/^\+/, ''))
  return typeof value === 'number' && Number.isFinite(value) ? BigInt(Math.trunc(value)) : undefined
}

export function floatOf(value: Json): number | undefined {
  const isNumeric = typeof value !== 'string' || /^\s*[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?\s*$/i.test(value)
  if (!isNumeric || value === null || typeof value === 'object') return undefined
  const number = Number(value)
  return Number.isFinite(number) ? number : undefined
}

/** Every text but the empty one is true, "false" too. */
export const truthOf = (value: Json): boolean =>
  Array.isArray(value)
    ? value.length > 0
    : typeof value === 'object' && value !== null
      ? Object.keys(value).length > 0
      : Boolean(value)

export const textOf = (value: Json): string | undefined =>
  value === null || typeof value === 'object'
    ? undefined
    : typeof value === 'boolean'
      ? value
        ? 'True'
        : 'False'
      : String(value)
