import type { NodeEvent } from './run-event.ts'

/** Step events that are shown as a line of text. The others have a bar, a film strip, a map, or a place for pictures. */
export type TextEvent = Exclude<
  NodeEvent,
  { readonly kind: 'progress' | 'preview' | 'decode-preview' | 'image' | 'experts' }
>

const texts: { readonly [K in TextEvent['kind']]: (event: Extract<TextEvent, { readonly kind: K }>) => string } = {
  notice: ({ message }) => message,
  text: ({ text }) => text,
}

/** What the inspector shows on the node, and the command line in its log. */
export const textOf = (event: TextEvent): string => (texts[event.kind] as (event: TextEvent) => string)(event)
