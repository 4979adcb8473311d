import { type Change, together } from '../../../graph/edit/change.ts'
import { connect, disconnect } from '../../../graph/edit/wires/wires.ts'
import type { Point } from '../../studio/canvas-view.ts'
import type { CardNode } from '../cards/card-node.ts'
import { cornerOf, type Scene } from '../scene.ts'
import type { Effect, Gesture, Place, Press, Shown } from './gesture.ts'
import { opposite, refusers, socketAt, type Target, targetAt, type WireStart } from './wire-target.ts'

/** The input that a wire was taken off. */
interface TakenOff {
  readonly card: CardNode
  readonly name: string
}

/**
 * Drags a wire from a socket. Dropped on a socket that fits, it connects; on a card without one, the reason is shown;
 * on empty ground, a wire that was connected is removed, and a new one opens the search for a node.
 */
export function dragWire(press: Press, start: WireStart, takenOff: TakenOff | null, scene: Scene): Gesture {
  const refusing = refusers(scene, start)
  const pulled = (target: Target | null, shown: Partial<Shown>): Gesture => ({
    cursor: 'crosshair',
    shown: { ...shown, refusing },
    move(to, scene) {
      const target = targetAt(scene, start, to.graph)
      const trial = target?.fits
        ? {
            socket: `${target.card.id} ${target.name}`,
            at: to.screen,
            document: press.document,
            change: moved(start, takenOff, target),
          }
        : null
      return { gesture: pulled(target, { ...shownAt(start, to, target), trial }), effects: [] }
    },
    end: at => drop(press, start, takenOff, target, at),
    cancel: () => [],
  })
  return pulled(null, {})
}

/**
 * Drags the other ends of wires from the output that they all come from, to another output; dropped on nothing, they are
 * removed.
 *
 * @param starts  the inputs that they go to
 */
export function moveWires(press: Press, starts: readonly WireStart[], scene: Scene): Gesture {
  const { document } = press
  const refusing = refusers(scene, starts[0]!)
  const pulled = (targets: readonly (Target | null)[], shown: Partial<Shown>): Gesture => ({
    cursor: 'crosshair',
    shown: { ...shown, refusing },
    move(to, scene) {
      const targets = starts.map(start => targetAt(scene, start, to.graph))
      const wires = starts.flatMap(start => shownAt(start, to, null).wires ?? [])
      return { gesture: pulled(targets, { ...shownAt(starts[0]!, to, bestOf(targets)), wires }), effects: [] }
    },
    end() {
      const best = bestOf(targets)
      if (best && !best.fits) return [{ do: 'warn', text: best.why }]
      const changes = starts.flatMap((start, i) => {
        const target = targets[i]
        if (target?.fits) return connection(start, target)
        return best ? [] : disconnect(start.card.node.id, socketAt(start).name)
      })
      const what = changes.length === 1 ? 'wire' : `${changes.length} wires`
      return [{ do: 'change', document, label: `${best ? 'Move' : 'Remove'} ${what}`, change: together(...changes) }]
    },
    cancel: () => [],
  })
  return pulled([], {})
}

/** A target that fits one of the wires, else the reason why none does. */
const bestOf = (targets: readonly (Target | null)[]): Target | null =>
  targets.find(target => target?.fits) ?? targets.find(target => target !== null) ?? null

function shownAt(start: WireStart, to: Place, target: Target | null): Partial<Shown> {
  const { at, type } = socketAt(start)
  const [x, y] = cornerOf(start.card)
  const from: Point = [x + at[0], y + at[1]]
  return {
    wires: [{ from, to: to.graph, type, fromInput: start.side === 'input' }],
    target: target?.fits ? { node: target.card.id, side: opposite(start.side), name: target.name } : null,
    refusal: target && !target.fits ? { at: to.screen, why: target.why } : null,
  }
}

function drop(
  { document }: Press,
  start: WireStart,
  takenOff: TakenOff | null,
  target: Target | null,
  at: Place,
): readonly Effect[] {
  if (target && !target.fits) return [{ do: 'warn', text: target.why }]
  if (target && takenOff?.card === target.card && takenOff.name === target.name) return []
  if (target) {
    const change = moved(start, takenOff, target)
    return [{ do: 'change', document, label: takenOff ? 'Move wire' : 'Connect', change }]
  }
  if (takenOff) return [{ do: 'change', document, label: 'Remove wire', change: cut(takenOff) }]
  const { name, type } = socketAt(start)
  const from = { node: start.card.id, side: start.side, name, slot: start.slot, type }
  return [{ do: 'float', floating: { kind: 'search', at: at.graph, from } }]
}

const cut = ({ card, name }: TakenOff): Change => disconnect(card.node.id, name)

const moved = (start: WireStart, takenOff: TakenOff | null, target: Extract<Target, { fits: true }>): Change =>
  together(...(takenOff ? [cut(takenOff)] : []), connection(start, target))

const connection = (start: WireStart, { card, name, slot }: Extract<Target, { fits: true }>): Change =>
  start.side === 'output'
    ? connect(start.card.node.id, start.slot, card.node.id, card.spec, name)
    : connect(card.node.id, slot, start.card.node.id, start.card.spec, socketAt(start).name)
