import type { Change } from '../../../graph/edit/change.ts'
import type { Point, Rect } from '../../studio/canvas-view.ts'
import type { DocumentHandle } from '../../studio/document-handle.ts'
import type { Selection } from '../../studio/selection.ts'
import type { Camera } from '../camera.ts'
import type { CanvasState, Floating } from '../canvas-state.ts'
import type { CardNode } from '../cards/card-node.ts'
import type { WidgetPlace } from '../cards/widget-rows.ts'
import type { Hit } from '../hit.ts'
import type { Scene } from '../scene.ts'

/** A place of the pointer, in CSS pixels of the canvas and in graph units, and what is held there. */
export interface Place {
  readonly screen: Point
  readonly graph: Point
  readonly shift: boolean
  readonly alt: boolean
}

/** Where and on what the button went down. */
export interface Press {
  readonly at: Place
  readonly on: Hit
  /** Milliseconds; tells one drag from the next. */
  readonly time: number
  /** 0 left, 1 middle. */
  readonly button: number
  readonly shift: boolean
  /** Ctrl, or Command. */
  readonly ctrl: boolean
  readonly alt: boolean
  /** What the drag or the click will change, whichever document is in front by then. */
  readonly document: DocumentHandle
}

/** What the canvas is asked to do. */
export type Effect =
  | {
      readonly do: 'change'
      readonly document: DocumentHandle
      readonly label: string
      readonly change: Change
      /** Changes with the same name are one step to undo. */
      readonly merge?: string
    }
  | { readonly do: 'undo'; readonly document: DocumentHandle }
  | { readonly do: 'select'; readonly document: DocumentHandle; readonly selection: Selection }
  | { readonly do: 'look'; readonly camera: Camera }
  | { readonly do: 'float'; readonly floating: Floating | null }
  | {
      readonly do: 'press'
      readonly document: DocumentHandle
      readonly card: CardNode
      readonly place: WidgetPlace
      readonly press: NonNullable<WidgetPlace['row']['press']>
    }
  /** Shows the picture on a card in the whole window. */
  | { readonly do: 'enlarge'; readonly document: DocumentHandle; readonly card: CardNode }
  | { readonly do: 'warn'; readonly text: string }

/** A wire from its fixed end to the pointer. */
export interface ShownWire {
  readonly from: Point
  readonly to: Point
  readonly type: string
  readonly fromInput: boolean
}

/** What is drawn while a gesture lasts. */
export interface Shown {
  readonly wires: readonly ShownWire[]
  /** In graph units. */
  readonly box: Rect | null
  /** Where a dragged wire would end. */
  readonly target: { readonly node: string; readonly side: 'input' | 'output'; readonly name: string } | null
  /** Nodes that would refuse the dragged wire. */
  readonly refusing: ReadonlySet<string>
  readonly refusal: CanvasState['refusal']
  readonly trial: CanvasState['trial']
  /** The bodies of cards that are drawn elsewhere than the document has them. */
  readonly cards: ReadonlyMap<string, Point>
  /** The corners of groups that are drawn elsewhere, by index. */
  readonly groups: ReadonlyMap<number, Point>
}

export const nothingShown: Shown = {
  wires: [],
  box: null,
  target: null,
  refusing: new Set(),
  refusal: null,
  trial: null,
  cards: new Map(),
  groups: new Map(),
}

/**
 * From the button going down to its coming up, as a value: each move gives the next one. Nothing is final before `end`;
 * `cancel` (Escape) leaves no trace.
 */
export interface Gesture {
  readonly cursor: string
  readonly shown?: Partial<Shown>
  move(to: Place, scene: Scene): Moved
  end(at: Place, scene: Scene): readonly Effect[]
  cancel(): readonly Effect[]
}

export interface Moved {
  readonly gesture: Gesture
  readonly effects: readonly Effect[]
}

/** How far a place is from where the drag began, in graph units. */
export const wayFrom = (from: Place, to: Place): Point => [to.graph[0] - from.graph[0], to.graph[1] - from.graph[1]]
