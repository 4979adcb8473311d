const WRITTEN = /^\s*([+-]?(?:\d+(?:_\d+)*\.?(?:\d+(?:_\d+)*)?|\.\d+(?:_\d+)*)(?:e[+-]?\d+(?:_\d+)*)?)\s*$/i

/**
 * A number in a prompt: what Python's `float()` accepts (`1`, `.5`, ` 1.2 `, `1e-1`, `1_000`), except digits of other scripts
 * and infinite numbers, which would only give a black picture.
 *
 * @returns null when `text` is not such a number
 */
export function parseDecimal(text: string): number | null {
  const written = WRITTEN.exec(text)?.[1]
  if (written === undefined) return null
  const value = Number(written.replaceAll('_', ''))
  return Number.isFinite(value) ? value : null
}
