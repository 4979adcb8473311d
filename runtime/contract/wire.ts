/**
 * Messages as text, for a WebSocket: JSON, with bigints (a seed's range) marked. The desktop needs none of this, since
 * IPC copies them as they are.
 */
export const writeWire = (message: unknown): string =>
  JSON.stringify(message, (_key, value: unknown) => (typeof value === 'bigint' ? { $bigint: String(value) } : value))

/** @throws SyntaxError when the text is no message */
export const readWire = (text: string): unknown =>
  JSON.parse(text, (_key, value: unknown) => (isMarked(value) ? BigInt(value.$bigint) : value))

const isMarked = (value: unknown): value is { readonly $bigint: string } =>
  typeof value === 'object' && value !== null && '$bigint' in value && /^-?\d+$/.test(String(value.$bigint))

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
