import type { DocumentHandle } from './document-handle.ts'
import type { Studio } from './studio.ts'

/** Graph units, as documents save them: the top left corner of a node's body. */
export type Point = readonly [number, number]
/** x, y, width, height. */
export type Rect = readonly [number, number, number, number]

/** What commands and panels may ask of the canvas, whatever draws it. */
export interface CanvasView {
  /** The middle of what is seen, in graph units. */
  centre(): Point
  /** Where the pointer was last, in graph units; the middle when it is elsewhere. */
  pointer(): Point
  /** A point of the window in graph units; null when it is not on the canvas. */
  fromWindow(at: Point): Point | null
  /** The node at a place, title included. */
  nodeAt(at: Point): string | null
  /** The size a node is drawn with, title not counted. */
  sizeOf(node: string): Point
  /** Shows these nodes, or everything, as large as fits. */
  fit(nodes?: Iterable<string>): void
  /** Moves the view no more than it must to show a node. */
  keepInView(node: string): void
  /** Brings a node into the middle without changing the scale. */
  reveal(node: string): void
  zoom(factor: number): void
  resetZoom(): void
  focus(): void
  /** The next node in a direction, for walking with the keys; null at the edge. */
  neighbour(node: string | null, direction: 'left' | 'right' | 'up' | 'down'): string | null
  /** Opens the search for a node to place there. */
  search(at: Point, from?: DraggedWire): void
  /** Opens the editor of a widget on the node's face. */
  edit(node: string, widget: string): void
}

/** The canvas, where it shows this document; null where it shows another one, or none. */
export const canvasOf = ({ canvas, documents }: Studio, document: DocumentHandle): CanvasView | null =>
  documents.active() === document ? canvas.current : null

/** The loose end of a wire that looks for a node. */
export interface DraggedWire {
  readonly node: string
  readonly side: 'input' | 'output'
  /** The input's name, or the number of the output. */
  readonly name: string
  readonly slot: number
  readonly type: string
}
