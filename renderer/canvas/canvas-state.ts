import { createStore } from 'zustand/vanilla'
import type { Change } from '../../graph/edit/change.ts'
import type { DraggedWire, Point } from '../studio/canvas-view.ts'
import type { DocumentHandle } from '../studio/document-handle.ts'
import type { Hit } from './hit.ts'

/** What is open over the canvas; at most one thing at a time. */
export type Floating =
  | { readonly kind: 'widget'; readonly node: string; readonly widget: string; readonly part: string }
  | { readonly kind: 'title'; readonly node: string }
  | { readonly kind: 'group-title'; readonly index: number }
  /** `listsSockets`: the wire may also end at a socket that is there, for people who do not drag. */
  | { readonly kind: 'search'; readonly at: Point; readonly from: DraggedWire | null; readonly listsSockets?: boolean }
  /** `at`: in CSS pixels of the canvas. */
  | { readonly kind: 'menu'; readonly at: Point; readonly hit: Hit }

export interface CanvasState {
  readonly floating: Floating | null
  /** The row of the selected node that the keyboard is at, see node-rows.tsx; null: it is at the canvas. */
  readonly row: string | null
  /** The part of the graph in view; elements over the canvas follow it. */
  readonly offset: Point
  readonly scale: number
  readonly size: Point
  /** Goes up by one whenever cards were replaced or moved. */
  readonly drawn: number
  /** Why the dragged wire is refused, shown beside the pointer. */
  readonly refusal: { readonly at: Point; readonly why: string } | null
  /** What letting the dragged wire go would change. */
  readonly trial: WireTrial | null
  /** Why that would join what does not work together; it is allowed all the same. */
  readonly doubt: string | null
  /** The wires that do so now, by id, and why. */
  readonly doubted: ReadonlyMap<string, string>
}

export interface WireTrial {
  /** The socket, so that a move over it is no other trial. */
  readonly socket: string
  /** In CSS pixels of the canvas. */
  readonly at: Point
  readonly document: DocumentHandle
  readonly change: Change
}

export const createCanvasState = () =>
  createStore<CanvasState>(() => ({
    floating: null,
    row: null,
    offset: [0, 0],
    scale: 1,
    size: [0, 0],
    drawn: 0,
    refusal: null,
    trial: null,
    doubt: null,
    doubted: new Map(),
  }))

export type CanvasStore = ReturnType<typeof createCanvasState>
