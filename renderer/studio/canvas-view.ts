/** x, y in graph units, in which documents save the top left corner of a node's body. */
export type Point = readonly [number, number]
/** x, y, width, height. */
export type Rect = readonly [number, number, number, number]

/** What commands and panels may ask of the canvas, whatever draws it. */
export interface CanvasView {
  /** The middle of the visible part, in graph units. */
  centre(): Point
  /** Where the pointer was last, in graph units; the middle when it is elsewhere. */
  pointer(): Point
  /** A point of the window in graph units; null when it is not on the canvas. */
  fromWindow(at: Point): Point | null
  /** The node at a point, its title included. */
  nodeAt(at: Point): string | null
  /** The size that a node is drawn with, without its title. */
  sizeOf(node: string): Point
  /** Shows these nodes, or everything, as large as fits. */
  fit(nodes?: Iterable<string>): void
  /** Shows the node with the result, up to twice its size. */
  showResult(): void
  /** Moves the view as little as needed to show nodes, beside what lies over the canvas. */
  keepInView(...nodes: readonly string[]): void
  /** Brings a node into the middle without changing the scale. */
  reveal(node: string): void
  zoom(factor: number): void
  resetZoom(): void
  focus(): void
  /** Moves the focus to the first value or socket of the selected node; false when it shows none. */
  enter(): boolean
  /** The next node in a direction; null at the edge. */
  neighbour(node: string | null, direction: 'left' | 'right' | 'up' | 'down'): string | null
  /** Opens the search for a node to place at this point. */
  search(at: Point, from?: DraggedWire): void
  /** Opens the editor of a widget over its node. */
  edit(node: string, widget: string): void
}

/** The end of a dragged wire that is connected, while a node is searched for its other end. */
export interface DraggedWire {
  readonly node: string
  readonly side: 'input' | 'output'
  /** The input's name, or the number of the output. */
  readonly name: string
  readonly slot: number
  readonly type: string
}
