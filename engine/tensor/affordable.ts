import { RangeInputError } from '../errors.ts'
import { availableMemory, bytesInWords, memoryLimit } from '../memory.ts'

/** The beginning of the sentence: `4 of 512×512`. */
export const pieces = (count: number, width: number, height: number): string =>
  count === 1 ? `${width}×${height}` : `${count} of ${width}×${height}`

/** Bytes; smaller arrays are not checked, since asking the system takes longer than making them. */
const small = 16e6

/** Half of all memory, or what is free where that is less. */
const usable = (): number => Math.min(memoryLimit() / 2, availableMemory())

/**
 * Refuses an array that needs too much memory, before it is allocated: the system would end the process without a message.
 *
 * @param dims    of float32 values
 * @param what    the beginning of the sentence
 * @param memory  the bytes that may be used
 * @returns `dims`
 * @throws  RangeInputError that says how much it needs
 */
export function affordable(
  dims: readonly number[],
  what = `A batch of ${dims[0]}`,
  memory = usable,
): readonly number[] {
  const bytes = dims.reduce((n, d) => n * d, Float32Array.BYTES_PER_ELEMENT)
  if (bytes <= small) return dims
  const most = Math.max(0, memory())
  if (bytes <= most) return dims
  throw new RangeInputError(
    `${what} would take ${bytesInWords(bytes)} of memory, and at most ${bytesInWords(most)} can be used for it. Choose a smaller size or fewer at once.`,
  )
}
