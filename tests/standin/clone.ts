/**
 * What goes between the page and the main process, as text. The contract is JSON, so this carries JSON and undefined,
 * and refuses what the real thing would refuse. It is one function because the page gets it as source text.
 */
export function createClone() {
  const refuse = (value: unknown): never => {
    throw new Error(`An object could not be cloned: ${String(value)}`)
  }
  const isPlain = (value: object) =>
    Array.isArray(value) || [Object.prototype, null].includes(Object.getPrototypeOf(value))
  const write = (_key: string, value: unknown): unknown => {
    if (value === undefined) return { $undefined: true }
    if (typeof value === 'function' || typeof value === 'symbol' || typeof value === 'bigint') return refuse(value)
    return typeof value === 'object' && value !== null && !isPlain(value) ? refuse(value) : value
  }
  const read = (_key: string, value: unknown): unknown =>
    typeof value === 'object' && value !== null && '$undefined' in value ? undefined : value
  return {
    toText: (value: unknown): string => JSON.stringify(value, write),
    // biome-ignore lint/suspicious/noExplicitAny: what comes over is any message of either side.
    fromText: (text: string): any => JSON.parse(text, read),
  }
}
