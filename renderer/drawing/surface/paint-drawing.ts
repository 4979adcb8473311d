import type { Drawing, Stroke } from '../../../graph/drawing/drawing.ts'
import { inkOf, type LayerBitmaps, type Placing } from './layer-bitmaps.ts'

/** What is painted beside the drawing itself. */
export interface Extras {
  /** The picture below the layers, once it is loaded. */
  readonly picture: HTMLImageElement | null
  /** The stroke in progress and the layer that it is drawn on. */
  readonly draft: { readonly layer: number; readonly stroke: Stroke } | null
}

/** Paints a drawing as the engine draws it: paper, picture, then each visible layer with its opacity. */
export function paintDrawing(
  context: CanvasRenderingContext2D,
  drawing: Drawing,
  placing: Placing,
  bitmaps: LayerBitmaps,
  { picture, draft }: Extras,
): void {
  const { x, y, scale } = placing
  const [w, h] = [drawing.width * scale, drawing.height * scale]
  const ink = inkOf(drawing)
  context.save()
  context.setTransform(1, 0, 0, 1, 0, 0)
  context.beginPath()
  context.rect(x, y, w, h)
  context.clip()
  context.fillStyle = drawing.background
  context.fillRect(x, y, w, h)
  if (picture && drawing.picture) {
    context.globalAlpha = drawing.picture.opacity
    cover(context, picture, [x, y, w, h])
  }
  for (const [index, layer] of drawing.layers.entries()) {
    if (!layer.visible) continue
    context.globalAlpha = layer.opacity
    const stroke = draft?.layer === index ? draft.stroke : null
    if (!stroke && layer.strokes.length === 0) continue
    const bitmap = stroke
      ? bitmaps.layerWith(index, layer, stroke, ink, placing)
      : bitmaps.layer(index, layer, ink, placing)
    context.drawImage(bitmap, 0, 0)
  }
  context.restore()
}

/** The picture covers all of the drawing and is cut off at its edges, as in the engine. */
function cover(
  context: CanvasRenderingContext2D,
  picture: HTMLImageElement,
  [x, y, w, h]: readonly [number, number, number, number],
): void {
  const { naturalWidth: pw, naturalHeight: ph } = picture
  const scale = Math.max(w / pw, h / ph)
  context.imageSmoothingQuality = 'high'
  context.drawImage(picture, x + (w - pw * scale) / 2, y + (h - ph * scale) / 2, pw * scale, ph * scale)
}
