import type { Point } from '../../studio/canvas-view.ts'
import type { DocumentHandle } from '../../studio/document-handle.ts'
import type { Studio } from '../../studio/studio.ts'
import type { CanvasStore } from '../canvas-state.ts'
import type { View } from '../view.ts'
import type { ViewGraph } from '../view-graph.ts'

/** What a gesture changes: the document that was in front when the button went down. */
export interface Holding extends Hands {
  readonly document: DocumentHandle
}

/** What a gesture works with. */
export interface Hands {
  readonly studio: Studio
  readonly view: View
  readonly graph: ViewGraph
  readonly state: CanvasStore
  /** What the pointer is over, for drawing. */
  readonly pointing: Pointing
  repaint(): void
}

/** Drawn, but no state that anything else depends on. */
export interface Pointing {
  hovered: string | null
  /** Where a dragged wire would end. */
  target: { readonly node: string; readonly side: 'input' | 'output'; readonly name: string } | null
  /** Nodes that would refuse the dragged wire. */
  refusing: ReadonlySet<string>
}

/** A place of the pointer, in CSS pixels of the canvas and in graph units. */
export interface Place {
  readonly screen: Point
  readonly graph: Point
}

/** From the button going down to its coming up. Nothing is final before `end`; `cancel` (Escape) leaves no trace. */
export interface Gesture {
  readonly cursor?: string
  move(to: Place): void
  end(at: Place): void
  cancel(): void
}

/** A press that may become a drag: below this many pixels it is a click. */
export const dragThreshold = 4
