import type { Point, Rect } from '../../studio/canvas-view.ts'
import type { CardNode } from '../cards/card-node.ts'
import type { Look } from '../cards/look.ts'
import { around, grow } from '../geometry.ts'

type Card = Pick<CardNode, 'bounds' | 'layout'>

/** Of the map, in CSS pixels. */
export const mapSize: Point = [168, 104]

/** What the map shows: the corner of its area in graph units, and CSS pixels for one of them. */
interface GraphMap {
  readonly corner: Point
  readonly scale: number
}

/** All cards with a margin, in the middle of the map. */
export function mapOf(cards: Iterable<Pick<CardNode, 'bounds'>>): GraphMap {
  const [x, y, w, h] = grow(around([...cards].map(({ bounds }) => bounds)) ?? [0, 0, 1, 1], 40)
  const [width, height] = mapSize
  const scale = Math.min(width / w, height / h)
  return { corner: [x - (width / scale - w) / 2, y - (height / scale - h) / 2], scale }
}

/** @param at  in CSS pixels of the map */
export const placeOnMap = ({ corner, scale }: GraphMap, at: Point): Point => [
  at[0] / scale + corner[0],
  at[1] / scale + corner[1],
]

/** Each card in the colour of its first output, and a frame around what is seen. */
export function drawMap(
  context: CanvasRenderingContext2D,
  look: Look,
  cards: readonly Card[],
  seen: Rect,
  density: number,
): void {
  const { corner, scale } = mapOf(cards)
  const onMap = ([x, y, w, h]: Rect): Rect => [(x - corner[0]) * scale, (y - corner[1]) * scale, w * scale, h * scale]
  const { canvas } = context
  canvas.width = mapSize[0] * density
  canvas.height = mapSize[1] * density
  context.setTransform(density, 0, 0, density, 0, 0)
  context.globalAlpha = 0.75
  for (const { bounds, layout } of cards) {
    const [x, y, w, h] = onMap(bounds)
    const [output] = layout.outputs
    context.fillStyle = output ? look.socket(output.type) : look.edgeStrong
    context.fillRect(x, y, Math.max(2, w), Math.max(2, h))
  }
  context.globalAlpha = 1
  context.strokeStyle = look.accent
  context.lineWidth = 1.5
  context.strokeRect(...onMap(seen))
}
