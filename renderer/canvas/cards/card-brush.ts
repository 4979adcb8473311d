import type { NodeProgress } from '../../studio/run-view.ts'
import type { CardNode } from './card-node.ts'
import type { Look } from './look.ts'

/** What every part of a card is drawn with and from. */

/** What the window knows of a node beyond the document. */
export interface CardState {
  readonly selected: boolean
  readonly hovered: boolean
  readonly progress: NodeProgress | undefined
  /** It is working on a picture, or has handed one on that is not developed yet. */
  readonly isUnfinished: boolean
  /** A sentence when the last run failed here. */
  readonly error: string | null
  /** The widget that is being edited: its editor lies over it. */
  readonly editing: string | null
  /** The input or output a dragged wire would go to, and whether the rest would refuse it. */
  readonly target: { readonly side: 'input' | 'output'; readonly name: string } | null
  readonly refusing: boolean
}

export interface Brush {
  readonly context: CanvasRenderingContext2D
  readonly look: Look
  readonly scale: number
  /** The picture at an address, once it is here. */
  picture(card: CardNode): CanvasImageSource | null
}

/** Of a card’s corners. */
export const radius = 9

/** x, y, width, height with the title, relative to the body. */
export function frameOf(card: CardNode): readonly [number, number, number, number] {
  const [x, y, w, h] = card.bounds
  return [x - card.pos[0]!, y - card.pos[1]!, w, h]
}

/** One of the document’s own colours for a node, where it is one. */
export const colorOf = (node: object, key: string): string | null => {
  const value: unknown = (node as Readonly<Record<string, unknown>>)[key]
  return typeof value === 'string' && /^(#[0-9a-f]{3,8}|[a-z]+)$/i.test(value) ? value : null
}
