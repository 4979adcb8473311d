import type { Rect } from '../../studio/canvas-view.ts'
import type { Selection } from '../../studio/selection.ts'
import { between, holds, overlap } from '../geometry.ts'
import type { Gesture, Press } from './gesture.ts'

/**
 * Draws a box and selects the nodes that it touches and the groups that lie in it; with Shift in addition to the
 * selection, with Alt they are taken out of it.
 */
export function boxSelect(press: Press, before: Selection, box: Rect | null = null): Gesture {
  const { document, at, shift } = press
  return {
    cursor: 'crosshair',
    shown: { box },
    move(to, { cards, groups }) {
      const box = between(at.graph, to.graph)
      const nodes = [...cards.values()].filter(card => overlap(card.bounds, box)).map(({ id }) => id)
      const inside = [...groups.keys()].filter(index => holds(box, groups[index]!))
      const combined = <T>(old: ReadonlySet<T>, found: readonly T[]): ReadonlySet<T> => {
        if (to.alt) return new Set([...old].filter(each => !found.includes(each)))
        return new Set([...(shift || to.shift ? old : []), ...found])
      }
      const selection = { nodes: combined(before.nodes, nodes), groups: combined(before.groups, inside) }
      return { gesture: boxSelect(press, before, box), effects: [{ do: 'select', document, selection }] }
    },
    end: () => [],
    cancel: () => [{ do: 'select', document, selection: before }],
  }
}
