import type { CanvasState } from '../canvas-state.ts'
import type { CardNode } from '../cards/card-node.ts'

/** Where something `width` pixels wide is placed below a card: inside the canvas as long as part of the card is in view. */
export function underCard({ bounds }: CardNode, { offset, scale, size }: CanvasState, width: number) {
  const [x, y, w, h] = bounds
  const left = (x + offset[0]) * scale
  const right = left + w * scale
  const isSeen = left < size[0] && right > 0
  const inside = Math.max(8, Math.min(left, size[0] - width - 8))
  return { left: isSeen ? inside : left, top: (y + h + offset[1]) * scale + 8 }
}
