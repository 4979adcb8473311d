import type { CSSProperties } from 'react'
import type { Rect } from '../../studio/canvas-view.ts'
import type { CanvasState } from '../canvas-state.ts'
import type { CardNode } from '../cards/card-node.ts'

/** CSS pixels between a card and what is said of it. */
const GAP = 8

/**
 * Where something of about `width` by `height` pixels is placed that is said of a card: below it, or above, right or left of it where
 * it would cover less of other cards and more of it is in view. Above and below it stays inside the canvas as long as part of the card
 * is in view.
 */
export function besideCard(
  card: CardNode,
  { offset, scale, size }: Pick<CanvasState, 'offset' | 'scale' | 'size'>,
  [width, height]: readonly [number, number],
  cards: Iterable<CardNode>,
): CSSProperties {
  const onScreen = ({ bounds: [x, y, w, h] }: CardNode): Rect => [
    (x + offset[0]) * scale,
    (y + offset[1]) * scale,
    w * scale,
    h * scale,
  ]
  const [left, top, w, h] = onScreen(card)
  const [right, bottom] = [left + w, top + h]
  const isSeen = left < size[0] && right > 0
  const inside = isSeen ? Math.max(GAP, Math.min(left, size[0] - width - GAP)) : left
  const places = [
    { style: { left: inside, top: bottom + GAP }, at: [inside, bottom + GAP] },
    { style: { left: inside, bottom: size[1] - top + GAP }, at: [inside, top - GAP - height] },
    { style: { left: right + GAP, top }, at: [right + GAP, top] },
    { style: { right: size[0] - left + GAP, top }, at: [left - GAP - width, top] },
  ] as const
  const others = [...cards].filter(other => other !== card).map(onScreen)
  const costs = places.map(({ at: [x, y] }) => {
    const box: Rect = [x, y, width, height]
    const hidden = width * height - sharedArea(box, [0, 0, size[0], size[1]])
    return others.reduce((sum, other) => sum + sharedArea(box, other), hidden)
  })
  return places[isSeen ? costs.indexOf(Math.min(...costs)) : 0]!.style
}

const sharedArea = ([x, y, w, h]: Rect, [x2, y2, w2, h2]: Rect): number =>
  Math.max(0, Math.min(x + w, x2 + w2) - Math.max(x, x2)) * Math.max(0, Math.min(y + h, y2 + h2) - Math.max(y, y2))
