import { createStore } from 'zustand/vanilla'
import type { DraggedWire, Point } from '../studio/canvas-view.ts'
import type { Hit } from './hit.ts'

/** What is open over the canvas; at most one thing at a time. */
export type Floating =
  | { readonly kind: 'widget'; readonly node: string; readonly widget: string; readonly part: string }
  | { readonly kind: 'title'; readonly node: string }
  | { readonly kind: 'group-title'; readonly index: number }
  | { readonly kind: 'search'; readonly at: Point; readonly from: DraggedWire | null }
  /** `at`: in CSS pixels of the canvas. */
  | { readonly kind: 'menu'; readonly at: Point; readonly hit: Hit }

export interface CanvasState {
  readonly floating: Floating | null
  /** The part of the graph in view; elements over the canvas follow it. */
  readonly offset: Point
  readonly scale: number
  readonly size: Point
  /** Goes up by one whenever cards were replaced or moved. */
  readonly drawn: number
  /** Why the dragged wire is refused, shown beside the pointer. */
  readonly refusal: { readonly at: Point; readonly why: string } | null
}

export const createCanvasState = () =>
  createStore<CanvasState>(() => ({
    floating: null,
    offset: [0, 0],
    scale: 1,
    size: [0, 0],
    drawn: 0,
    refusal: null,
  }))

export type CanvasStore = ReturnType<typeof createCanvasState>
