/**
 * Messages as text, for a WebSocket: JSON, in which bigints (the range of a seed) and bytes (a preview) are marked. The
 * desktop needs none of this, since IPC copies them as they are.
 */
export const writeWire = (message: unknown): string =>
  JSON.stringify(message, function (this: Readonly<Record<string, unknown>>, key, value: unknown) {
    if (typeof value === 'bigint') return { $bigint: String(value) }
    // Node's own byte arrays turn themselves into JSON before they arrive here.
    const given = this[key]
    return given instanceof Uint8Array ? { $bytes: base64Of(given) } : value
  })

/** @throws SyntaxError when the text is not a message, or is nested too deeply. Linear in the text. */
export function readWire(text: string): unknown {
  try {
    return JSON.parse(text, revive)
  } catch (cause) {
    // A reviver is called inside of itself, once for each level.
    throw cause instanceof RangeError ? new SyntaxError('The message is nested too deeply.', { cause }) : cause
  }
}

function revive(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if ('$bigint' in value && /^-?\d{1,1000}$/.test(String(value.$bigint))) return BigInt(String(value.$bigint))
  if ('$bytes' in value && typeof value.$bytes === 'string') return bytesOf(value.$bytes)
  return value
}

/** Browsers and Node have these functions; this folder sees the types of neither. */
declare const btoa: (bytes: string) => string
declare const atob: (base64: string) => string

export function base64Of(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return btoa(text)
}

function bytesOf(base64: string): Uint8Array {
  try {
    return Uint8Array.from(atob(base64), char => char.charCodeAt(0))
  } catch (cause) {
    throw new SyntaxError('The bytes of the message are not base64.', { cause })
  }
}

/** What a window sends over it. */
export interface WireRequest {
  readonly id: number
  readonly channel: string
  readonly args: readonly unknown[]
}
/** What it receives. */
export type WireReply =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly error: string }
  | { readonly event: string; readonly data: unknown }
