import { isTensor } from '../../engine/text/in-words.ts'

/**
 * Whether Python counts a value as true: 0, false, nothing and empty texts and lists count as false.
 *
 * @throws Error for pictures, masks and noise levels of more than one number, as in Python
 */
export function isTrue(value: unknown): boolean {
  if (value === undefined || value === null) return false
  if (isTensor(value) || value instanceof Float32Array) {
    const data = isTensor(value) ? value.data : value
    if (data.length === 1) return data[0] !== 0
    throw new Error(
      'Pictures, masks and lists of numbers are neither true nor false: connect a number, a text or a boolean.',
    )
  }
  return Array.isArray(value) ? value.length > 0 : Boolean(value)
}
