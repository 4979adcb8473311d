import type { NodeSpec } from '../../graph/node.ts'
import type { Point, Rect } from '../studio/canvas-view.ts'
import type { DocumentHandle } from '../studio/document-handle.ts'
import type { Camera } from './camera.ts'
import type { CardNode } from './cards/card-node.ts'

/** What is on the canvas at a moment: everything that a gesture reads. */
export interface Scene {
  readonly document: DocumentHandle
  readonly specs: ReadonlyMap<string, NodeSpec>
  /** The document's nodes by id. */
  readonly cards: ReadonlyMap<string, CardNode>
  /** The cards in view, in the order they are drawn: the last lies on top. */
  readonly visible: readonly CardNode[]
  readonly wires: readonly { readonly id: string; readonly middle: Point }[]
  /** In the order of the document; the last lies on top. */
  readonly groups: readonly Rect[]
  readonly camera: Camera
  /** Whether the pointer only looks: it pans, zooms and selects. */
  readonly isLocked: boolean
  /** Whether moved nodes snap to the grid. */
  readonly snaps: boolean
}

/** Where a card's body is drawn now; a gesture may have moved it. */
export const cornerOf = (card: CardNode): Point => [card.pos[0]!, card.pos[1]!]
