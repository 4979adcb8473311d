import type { Change } from '../../../graph/edit/change.ts'
import { fittingInputs } from '../../../graph/edit/fitting.ts'
import { canConnect } from '../../../graph/edit/wires/can-connect.ts'
import { connect } from '../../../graph/edit/wires/wires.ts'
import type { NodeSpec } from '../../../graph/node.ts'
import { inputLabel } from '../../../graph/ports/input-label.ts'
import { currentType } from '../../../graph/renames.ts'
import type { Workflow } from '../../../graph/workflow.ts'
import type { DraggedWire } from '../../studio/canvas-view.ts'
import type { CardNode } from '../cards/card-node.ts'

/** A socket where a wire may end, for people who choose it from a list. */
export interface WireEnd {
  readonly id: string
  /** The node and the socket. */
  readonly title: string
  readonly node: string
  /** It has a wire already: an input would lose it. */
  readonly isWired: boolean
  readonly change: Change
}

/** The sockets of other nodes that a wire from this one may end at: those without a wire first, then by place. */
export function wireEnds(
  present: Workflow,
  specs: ReadonlyMap<string, NodeSpec>,
  cards: Iterable<CardNode>,
  from: DraggedWire,
): readonly WireEnd[] {
  const start = present.nodes.find(({ id }) => String(id) === from.node)
  const others = [...cards].filter(({ id }) => id !== from.node)
  if (!start) return []
  const startSpec = specs.get(currentType(start.type))
  const ends =
    from.side === 'output'
      ? others.flatMap(card =>
          inputsOf(card, from.type)
            .filter(name => canConnect(present, specs, start.id, from.slot, card.node.id, name).ok)
            .map(name =>
              endAt(card, name, isInputWired(card, name), connect(start.id, from.slot, card.node.id, card.spec, name)),
            ),
        )
      : others.flatMap(card =>
          card.layout.outputs.flatMap(({ label }, slot) =>
            canConnect(present, specs, card.node.id, slot, start.id, from.name).ok
              ? [endAt(card, label, false, connect(card.node.id, slot, start.id, startSpec, from.name))]
              : [],
          ),
        )
  return ends.toSorted((a, b) => Number(a.isWired) - Number(b.isWired))
}

/** The sockets, then the widgets that take a wire of this type. */
const inputsOf = ({ spec, layout }: CardNode, type: string): readonly string[] => [
  ...new Set([...layout.inputs.map(({ name }) => name), ...(spec ? fittingInputs(spec, type) : [])]),
]

const isInputWired = ({ layout }: CardNode, name: string): boolean =>
  layout.inputs.some(input => input.name === name && input.link !== null)

const endAt = ({ id, title, spec }: CardNode, socket: string, isWired: boolean, change: Change): WireEnd => ({
  id: `end ${id} ${socket}`,
  title: `${title} › ${inputLabel(spec, socket)}`,
  node: id,
  isWired,
  change,
})
