import { totalmem } from 'node:os'
import { RangeInputError } from '../errors.ts'
import { sizeOf } from './tensor.ts'

const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`

/** The beginning of the sentence: `4 of 512×512`. */
export const pieces = (count: number, width: number, height: number): string =>
  count === 1 ? `${width}×${height}` : `${count} of ${width}×${height}`

/**
 * Refuses an array that needs more than half of this machine's memory, before it is allocated.
 *
 * @param what    the beginning of the sentence
 * @param memory  in bytes
 * @returns `dims`
 * @throws  RangeInputError that says how much it needs
 */
export function affordable(dims: readonly number[], what: string, memory = totalmem()): readonly number[] {
  const bytes = sizeOf(dims) * Float32Array.BYTES_PER_ELEMENT
  if (bytes <= memory / 2) return dims
  throw new RangeInputError(
    `${what} would take ${gigabytes(bytes)} of this machine's ${gigabytes(memory)} of memory. Choose a smaller size or fewer at once.`,
  )
}
