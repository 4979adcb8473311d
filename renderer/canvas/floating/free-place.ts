import type { Rect } from '../../studio/canvas-view.ts'
import type { CanvasState } from '../canvas-state.ts'
import type { CardNode } from '../cards/card-node.ts'
import { overlap } from '../geometry.ts'

/** About as large as the hint is, in CSS pixels, and how far from the edges: the bar of the view is below it. */
const [WIDTH, HEIGHT, SIDE, ABOVE, BELOW] = [470, 30, 12, 12, 62]

/** The place at the left edge where the hint covers no card; null where it would at both. */
export function freePlace(
  cards: Iterable<Pick<CardNode, 'bounds'>>,
  { offset, scale, size }: Pick<CanvasState, 'offset' | 'scale' | 'size'>,
): 'bottom' | 'top' | null {
  const shown = [...cards].map(
    ({ bounds: [x, y, w, h] }): Rect => [(x + offset[0]) * scale, (y + offset[1]) * scale, w * scale, h * scale],
  )
  const isFree = (top: number) => !shown.some(card => overlap(card, [SIDE, top, WIDTH, HEIGHT]))
  if (isFree(size[1] - BELOW - HEIGHT)) return 'bottom'
  return isFree(ABOVE) ? 'top' : null
}
