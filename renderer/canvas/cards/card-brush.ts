import type { NodeProgress } from '../../studio/run-view.ts'
import type { CardNode } from './card-node.ts'
import type { Look } from './look.ts'

/** What every part of a card is drawn with. */

/** What the window knows about a node beside the document. */
export interface CardState {
  readonly selected: boolean
  readonly hovered: boolean
  readonly progress: NodeProgress | undefined
  /** It made the unfinished picture of the run in progress. */
  readonly isUnfinished: boolean
  /** Its picture is a preview of a latent that is being decoded. */
  readonly exactFollows: boolean
  /** The error of the last run at this node. */
  readonly error: string | null
  /** The widget that is being edited: its editor lies over it. */
  readonly editing: string | null
  /** The input or output that a dragged wire would connect to. */
  readonly target: { readonly side: 'input' | 'output'; readonly name: string } | null
  /** It has no socket that fits the dragged wire. */
  readonly refusing: boolean
}

export interface Brush {
  readonly context: CanvasRenderingContext2D
  readonly look: Look
  readonly scale: number
  /** The picture of a card, once it is loaded. */
  picture(card: CardNode): CanvasImageSource | null
}

/** Of the corners of a card. */
export const radius = 9

/** x, y, width and height including the title, relative to the body. */
export function frameOf(card: CardNode): readonly [number, number, number, number] {
  const [x, y, w, h] = card.bounds
  return [x - card.pos[0]!, y - card.pos[1]!, w, h]
}

/** A colour that the document gives a node; null when there is none or the value is not a colour. */
export const colorOf = (node: object, key: string): string | null => {
  const value: unknown = (node as Readonly<Record<string, unknown>>)[key]
  return typeof value === 'string' && /^(#[0-9a-f]{3,8}|[a-z]+)$/i.test(value) ? value : null
}
