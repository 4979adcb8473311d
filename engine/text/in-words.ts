import type { Tensor } from '../tensor/tensor.ts'

/** The most characters of a text that a node shows. */
export const mostShown = 100_000

/**
 * Any value as a text that a person reads: numbers and truth values as Python writes them, pictures and latents by
 * their size instead of their values.
 */
export function inWords(value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (value === null || value === undefined) return 'None'
  if (typeof value !== 'object') return String(value)
  return JSON.stringify(value, shortened, 2)
}

const shortened = (_: string, part: unknown): unknown => {
  if (typeof part === 'bigint') return String(part)
  if (isTensor(part)) return `array [${part.dims.join(', ')}]`
  if (ArrayBuffer.isView(part)) return numbersOf(part as Float32Array)
  return part
}

export const isTensor = (part: unknown): part is Tensor =>
  typeof part === 'object' && part !== null && 'dims' in part && 'data' in part && Array.isArray(part.dims)

/** A short list in full, such as the noise levels of the steps; the length of a long one. */
const numbersOf = (values: Float32Array) => (values.length <= 256 ? [...values] : `${values.length} numbers`)
