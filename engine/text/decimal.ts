/** No two parts that follow each other can match the same characters, so that a text that does not match costs no more. */
const WRITTEN = /^\s*([+-]?(?:\d+(?:_\d+)*(?:\.(?:\d+(?:_\d+)*)?)?|\.\d+(?:_\d+)*)(?:e[+-]?\d+(?:_\d+)*)?)\s*$/i
/** Longer texts are not numbers that a person wrote. */
const LONGEST = 1000

/**
 * A number in a prompt: what Python's `float()` accepts (`1`, `.5`, ` 1.2 `, `1e-1`, `1_000`), except digits of other scripts
 * and infinite numbers, which would only give a black picture. Linear in the text.
 *
 * @returns null when `text` is not such a number, or is longer than 1000 characters
 */
export function parseDecimal(text: string): number | null {
  if (text.length > LONGEST) return null
  const written = WRITTEN.exec(text)?.[1]
  if (written === undefined) return null
  const value = Number(written.replaceAll('_', ''))
  return Number.isFinite(value) ? value : null
}
