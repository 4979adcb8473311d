import { createStore } from 'zustand/vanilla'
import type { Drawing, Size, Tool } from '../../graph/drawing/drawing.ts'
import type { Point } from '../studio/canvas-view.ts'

/** How a person draws at present. It is of the open surface; what is drawn is of the document. */
export interface DrawingSession {
  readonly tool: Tool
  /** Widths in pixels of the drawing. */
  readonly widths: Readonly<Record<Tool, number>>
  /** Does a stylus' pressure make the line thinner? */
  readonly pressure: boolean
  /** The layer that is drawn on, counted from the lowest. */
  readonly layer: number
  /** The middle of what is seen, in pixels of the drawing, and CSS pixels for one of them; null: all of it, fitted. */
  readonly view: { readonly middle: Point; readonly scale: number } | null
  /** Where the keyboard's pen stands; null until an arrow key is pressed. */
  readonly cursor: Point | null
  /** What a screen reader is told. */
  readonly said: string
}

export const smallestWidth = 1
export const largestWidth = 400

export const createDrawingSession = ({ width, height }: Size) => {
  const fine = Math.max(2, Math.round(Math.min(width, height) / 36))
  return createStore<DrawingSession>(() => ({
    tool: 'pen',
    widths: { pen: fine, eraser: fine * 3 },
    pressure: true,
    layer: 0,
    view: null,
    cursor: null,
    said: '',
  }))
}

export type DrawingSessionStore = ReturnType<typeof createDrawingSession>

/** [ and ]: a fifth thinner or thicker, at least a pixel. */
export function nextWidth(width: number, direction: 1 | -1): number {
  const changed = width + direction * Math.max(1, Math.round(width / 5))
  return Math.min(largestWidth, Math.max(smallestWidth, changed))
}

/** The layer that is drawn on, as long as the drawing has it. */
export const layerIn = ({ layers }: Drawing, { layer }: Pick<DrawingSession, 'layer'>): number =>
  Math.min(layer, layers.length - 1)
