import type { NodeEvent } from './run-event.ts'

/** Step events that are shown as a line of text. The others have a bar, a film strip, or a place for pictures. */
export type TextEvent = Exclude<NodeEvent, { readonly kind: 'progress' | 'preview' | 'image' }>

const texts: { readonly [K in TextEvent['kind']]: (event: Extract<TextEvent, { readonly kind: K }>) => string } = {
  notice: ({ message }) => message,
  text: ({ text }) => text,
  experts: ({ step, of, names, shares }) => `Experts in step ${step} of ${of}: ${inPercent(names, shares)}`,
}

/** The mean share of each expert over all layers. */
const inPercent = (names: readonly string[], shares: readonly (readonly number[])[]): string =>
  names
    .map((name, i) => {
      const mean = shares.reduce((sum, ofLayer) => sum + (ofLayer[i] ?? 0), 0) / Math.max(1, shares.length)
      return `${name} ${Math.round(100 * mean)} %`
    })
    .join(', ')

/** What the inspector shows on the node, and the command line in its log. */
export const textOf = (event: TextEvent): string => (texts[event.kind] as (event: TextEvent) => string)(event)
