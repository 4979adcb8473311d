/**
 * What goes between the page and the main process, as text. The contract needs JSON, undefined and bigints; whatever
 * else Electron would carry is refused. It is one function because the page gets it as source text.
 */
export function createClone() {
  const refuse = (value: unknown): never => {
    throw new Error(`An object could not be cloned: ${String(value)}`)
  }
  const isPlain = (value: object) =>
    Array.isArray(value) || [Object.prototype, null].includes(Object.getPrototypeOf(value))
  const write = (_key: string, value: unknown): unknown => {
    if (value === undefined) return { $undefined: true }
    if (typeof value === 'bigint') return { $bigint: String(value) }
    if (typeof value === 'function' || typeof value === 'symbol') return refuse(value)
    return typeof value === 'object' && value !== null && !isPlain(value) ? refuse(value) : value
  }
  const read = (_key: string, value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value
    if ('$undefined' in value) return undefined
    return '$bigint' in value ? BigInt(String(value.$bigint)) : value
  }
  return {
    toText: (value: unknown): string => JSON.stringify(value, write),
    // biome-ignore lint/suspicious/noExplicitAny: what comes over is any message of either side.
    fromText: (text: string): any => JSON.parse(text, read),
  }
}
