import { linksOf } from '../../graph/document/links.ts'
import type { Point } from '../studio/canvas-view.ts'
import type { Scene } from './scene.ts'

/** CSS pixels between the pointer and the middle of a wire. */
const reach = 8
const parts = 24

/**
 * The wire that passes through a place, in graph units; null when none does. Cheap enough for a press, not for every move.
 *
 * @param among  the wires to look at; all when absent
 */
export function wireAt(
  { document, cards, camera }: Pick<Scene, 'document' | 'cards' | 'camera'>,
  at: Point,
  among?: { has(id: string): boolean },
): string | null {
  const near = reach / camera.scale
  for (const { id, from, fromSlot, to, toSlot } of linksOf(document.read().present).values()) {
    if (among && !among.has(id)) continue
    const [source, target] = [cards.get(from), cards.get(to)]
    if (!source || !target) continue
    const start = source.getConnectionPos(false, fromSlot)
    const end = target.getConnectionPos(true, toSlot)
    if (distance(at, [start[0]!, start[1]!], [end[0]!, end[1]!]) < near) return id
  }
  return null
}

/** From a place to a wire as litegraph draws it: a cubic whose handles reach out by a quarter of its length. */
function distance([x, y]: Point, a: Point, b: Point): number {
  const reachOut = Math.hypot(b[0] - a[0], b[1] - a[1]) / 4
  let least = Infinity
  for (let i = 0; i <= parts; i++) {
    const t = i / parts
    const [p, q, r, s] = [(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t ** 2 * (1 - t), t ** 3]
    const px = p * a[0] + q * (a[0] + reachOut) + r * (b[0] - reachOut) + s * b[0]
    const py = (p + q) * a[1] + (r + s) * b[1]
    least = Math.min(least, Math.hypot(px - x, py - y))
  }
  return least
}
