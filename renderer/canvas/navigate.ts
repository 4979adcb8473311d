import type { Point, Rect } from '../studio/canvas-view.ts'
import { middleOf } from './geometry.ts'

export type Direction = 'left' | 'right' | 'up' | 'down'

interface Placed {
  readonly id: string
  readonly bounds: Rect
}

/**
 * The next node in a direction: the one whose middle is nearest, where sideways distance counts double.
 *
 * @param from  null: the first node in reading order
 */
export function neighbour(cards: Iterable<Placed>, from: string | null, direction: Direction): string | null {
  const all = [...cards]
  const here = all.find(({ id }) => id === from)
  if (!here) return all.toSorted((a, b) => a.bounds[0] - b.bounds[0] || a.bounds[1] - b.bounds[1])[0]?.id ?? null
  const [x, y] = middleOf(here.bounds)
  let best: { readonly id: string; readonly cost: number } | null = null
  for (const { id, bounds } of all) {
    const [ox, oy] = middleOf(bounds)
    const [ahead, aside] = along(direction, [ox - x, oy - y])
    if (id === from || ahead <= 1) continue
    const cost = ahead + 2 * Math.abs(aside)
    if (!best || cost < best.cost) best = { id, cost }
  }
  return best?.id ?? null
}

/** Distance ahead and sideways. */
function along(direction: Direction, [dx, dy]: Point): Point {
  if (direction === 'left') return [-dx, dy]
  if (direction === 'right') return [dx, dy]
  return direction === 'up' ? [-dy, dx] : [dy, dx]
}
