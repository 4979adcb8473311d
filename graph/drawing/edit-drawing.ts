import { type Drawing, type Layer, perPixel, type Size, type Stroke } from './drawing.ts'

/**
 * What a person does to a drawing: functions from one drawing to the next, which share all they have in common. Naming a
 * layer that is not there throws: that is a mistake of the program.
 */

export const addStroke = (drawing: Drawing, layer: number, stroke: Stroke): Drawing =>
  changeLayer(drawing, layer, ({ strokes }) => ({ strokes: [...strokes, stroke] }))

/** Takes every stroke off a layer. */
export const clearLayer = (drawing: Drawing, layer: number): Drawing =>
  layerOf(drawing, layer).strokes.length === 0 ? drawing : changeLayer(drawing, layer, () => ({ strokes: [] }))

export const changeLayer = (
  drawing: Drawing,
  layer: number,
  change: (layer: Layer) => Partial<Pick<Layer, 'name' | 'visible' | 'opacity' | 'strokes'>>,
): Drawing => {
  const present = layerOf(drawing, layer)
  return { ...drawing, layers: drawing.layers.with(layer, { ...present, ...change(present) }) }
}

/** An empty layer above `below`. */
export function addLayer(drawing: Drawing, below: number): Drawing {
  const added: Layer = { name: freeName(drawing), visible: true, opacity: 1, strokes: [] }
  return { ...drawing, layers: drawing.layers.toSpliced(below + 1, 0, added) }
}

/** The last layer stays, empty. */
export const removeLayer = (drawing: Drawing, layer: number): Drawing =>
  drawing.layers.length === 1 ? clearLayer(drawing, layer) : { ...drawing, layers: drawing.layers.toSpliced(layer, 1) }

/** @param to  its place afterwards, counted from the lowest */
export function moveLayer(drawing: Drawing, layer: number, to: number): Drawing {
  const moved = layerOf(drawing, layer)
  return to === layer ? drawing : { ...drawing, layers: drawing.layers.toSpliced(layer, 1).toSpliced(to, 0, moved) }
}

/** White on black becomes black on white, and back. */
export const invert = (drawing: Drawing): Drawing => ({
  ...drawing,
  background: drawing.background === 'black' ? 'white' : 'black',
})

/** @param picture  null takes it away */
export function setPicture(drawing: Drawing, picture: Drawing['picture'] | null): Drawing {
  const { picture: _, ...without } = drawing
  return picture ? { ...drawing, picture } : without
}

/** Another size; the strokes are scaled to fit into its middle, their proportions kept. */
export function resizeDrawing(drawing: Drawing, { width, height }: Size): Drawing {
  if (width === drawing.width && height === drawing.height) return drawing
  const scale = Math.min(width / drawing.width, height / drawing.height)
  const x = (width - scale * drawing.width) / 2
  const y = (height - scale * drawing.height) / 2
  const layers = drawing.layers.map(layer => ({
    ...layer,
    strokes: layer.strokes.map(stroke => scaled(stroke, scale, [x * perPixel, y * perPixel])),
  }))
  return { ...drawing, width, height, layers }
}

/** Each place is rounded for itself, so that errors do not add up along the line. */
function scaled(stroke: Stroke, scale: number, [dx, dy]: readonly [number, number]): Stroke {
  const points: number[] = []
  let [x, y, lastX, lastY] = [0, 0, 0, 0]
  for (let i = 0; i < stroke.points.length; i += 2) {
    x += stroke.points[i]!
    y += stroke.points[i + 1]!
    const [nextX, nextY] = [Math.round(scale * x + dx), Math.round(scale * y + dy)]
    points.push(nextX - lastX, nextY - lastY)
    ;[lastX, lastY] = [nextX, nextY]
  }
  return { ...stroke, width: Math.max(0.25, Math.round(stroke.width * scale * 100) / 100), points }
}

function layerOf(drawing: Drawing, layer: number): Layer {
  const found = drawing.layers[layer]
  if (!found) throw new Error(`the drawing has no layer ${layer}`)
  return found
}

function freeName({ layers }: Drawing): string {
  const names = new Set(layers.map(({ name }) => name))
  for (let number = layers.length + 1; ; number++) if (!names.has(`Layer ${number}`)) return `Layer ${number}`
}
