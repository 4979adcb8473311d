import type { Drawing } from '../../../graph/drawing/drawing.ts'
import { LayerBitmaps, newContext } from './layer-bitmaps.ts'
import { paintDrawing } from './paint-drawing.ts'

/** Longest side, in pixels. */
const side = 512

/** An element can be in one place of the page only, so the inspector has one of its own. */
const known = { card: new WeakMap<Drawing, HTMLCanvasElement>(), inspector: new WeakMap<Drawing, HTMLCanvasElement>() }

/** A small copy of a drawing, without the picture below it. */
export function thumbnailOf(drawing: Drawing, where: keyof typeof known): HTMLCanvasElement {
  const found = known[where].get(drawing) ?? paint(drawing)
  known[where].set(drawing, found)
  return found
}

function paint(drawing: Drawing): HTMLCanvasElement {
  const scale = side / Math.max(drawing.width, drawing.height)
  const context = newContext()
  const [width, height] = [drawing.width * scale, drawing.height * scale].map(length => Math.max(1, Math.round(length)))
  context.canvas.width = width!
  context.canvas.height = height!
  const placing = { width: width!, height: height!, x: 0, y: 0, scale }
  paintDrawing(context, drawing, placing, new LayerBitmaps(newContext), { picture: null, draft: null })
  return context.canvas
}
