const WRITTEN = /^\s*([+-]?(?:\d+(?:_\d+)*\.?(?:\d+(?:_\d+)*)?|\.\d+(?:_\d+)*)(?:e[+-]?\d+(?:_\d+)*)?)\s*$/i

/**
 * A number as prompts write it: what Python's `float()` accepts (`1`, `.5`, ` 1.2 `, `1e-1`, `1_000`), except digits of
 * other scripts and what is not finite, which would only blacken the picture.
 *
 * @returns null when `text` is no such number
 */
export function parseDecimal(text: string): number | null {
  const written = WRITTEN.exec(text)?.[1]
  if (written === undefined) return null
  const value = Number(written.replaceAll('_', ''))
  return Number.isFinite(value) ? value : null
}
