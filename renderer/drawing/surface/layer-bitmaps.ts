import type { Drawing, Layer, Size, Stroke } from '../../../graph/drawing/drawing.ts'
import { paintStrokes } from './paint-stroke.ts'

/** Where the drawing is in a bitmap, in pixels of the bitmap; `scale` of them are one pixel of the drawing. */
export interface Placing extends Size {
  readonly x: number
  readonly y: number
  readonly scale: number
}

interface Bitmap {
  readonly context: CanvasRenderingContext2D
  strokes: Layer['strokes']
  state: string
}

/** Layers as they were painted last. One more stroke costs that stroke; any other change paints its layer again. */
export class LayerBitmaps {
  readonly #bitmaps: Bitmap[] = []
  readonly #newContext: () => CanvasRenderingContext2D
  readonly #draft: CanvasRenderingContext2D

  /** @param newContext  an empty canvas of its own for each layer */
  constructor(newContext: () => CanvasRenderingContext2D) {
    this.#newContext = newContext
    this.#draft = newContext()
  }

  /** @param index  the place of the layer, by which its bitmap is found again */
  layer(index: number, { strokes }: Layer, ink: string, placing: Placing): HTMLCanvasElement {
    const bitmap = (this.#bitmaps[index] ??= { context: this.#newContext(), strokes: [], state: '' })
    const { context } = bitmap
    const state = `${Object.values(placing)} ${ink}`
    if (bitmap.state !== state || !startsWith(strokes, bitmap.strokes)) {
      context.canvas.width = placing.width
      context.canvas.height = placing.height
      bitmap.strokes = []
    }
    place(context, placing)
    paintStrokes(context, strokes.slice(bitmap.strokes.length), ink)
    Object.assign(bitmap, { strokes, state })
    return context.canvas
  }

  /** The same with the stroke that is being drawn, on one bitmap that is reused. */
  layerWith(index: number, layer: Layer, stroke: Stroke, ink: string, placing: Placing): HTMLCanvasElement {
    const below = this.layer(index, layer, ink, placing)
    empty(this.#draft, placing)
    this.#draft.drawImage(below, 0, 0)
    place(this.#draft, placing)
    paintStrokes(this.#draft, [stroke], ink)
    return this.#draft.canvas
  }
}

/** Clears a bitmap and gives it this size. */
export function empty(context: CanvasRenderingContext2D, { width, height }: Size): void {
  const { canvas } = context
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height })
  context.setTransform(1, 0, 0, 1, 0, 0)
  context.clearRect(0, 0, width, height)
}

export const inkOf = ({ background }: Pick<Drawing, 'background'>): string =>
  background === 'black' ? 'white' : 'black'

export const newContext = (): CanvasRenderingContext2D => document.createElement('canvas').getContext('2d')!

const place = (context: CanvasRenderingContext2D, { x, y, scale }: Placing): void =>
  context.setTransform(scale, 0, 0, scale, x, y)

const startsWith = (strokes: Layer['strokes'], before: Layer['strokes']): boolean =>
  before.length <= strokes.length && before.every((stroke, i) => stroke === strokes[i])
