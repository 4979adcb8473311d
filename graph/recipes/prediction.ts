import { linksOf } from '../document/links.ts'
import { type Change, type NodeId, nodeOf, peek } from '../edit/change.ts'
import { nextNodeId } from '../edit/ids.ts'
import { addNode, setMode } from '../edit/nodes.ts'
import { setWidget } from '../edit/widgets.ts'
import { connect } from '../edit/wires/wires.ts'
import type { Specs } from '../prompt.ts'
import { currentType } from '../renames.ts'
import { roomBelow } from './room.ts'
import { type Setting, type Stage, textOf } from './stage.ts'

/** ModelSamplingDiscrete: the node that says what a network predicts, where its file does not. */
const type = 'ModelSamplingDiscrete'

/** What the node nearest to a sampler says. */
export function predictionOf({ chain }: Stage, specs: Specs): Setting<string> | undefined {
  const node = chain.find(node => node.type === type)
  return node && textOf(specs, node, 'sampling')
}

/** @param present  the node that is there; else one is put behind the loader, for all that reads its model */
export function setPrediction(
  specs: Specs,
  loader: NodeId,
  present: Setting<string> | undefined,
  prediction: string,
): Change {
  const spec = specs.get(type)!
  if (present?.node) return setWidget(spec, present.node.id, 'sampling', prediction)
  return draft => {
    const source = nodeOf(draft, loader)
    const slot = source.outputs?.findIndex(output => output.type === 'MODEL') ?? -1
    if (slot < 0) return
    const wires = linksOf({ nodes: peek(draft.nodes), links: peek(draft.links) })
    const readers = (source.outputs![slot]!.links ?? []).flatMap(id => wires.get(String(id)) ?? [])
    const id = nextNodeId(draft)
    addNode(spec, roomBelow(draft, loader, spec), { sampling: prediction })(draft)
    for (const { to, id: wire } of readers) {
      const reader = nodeOf(draft, to)
      const input = reader.inputs?.find(input => String(input.link) === wire)
      if (input) connect(id, 0, reader.id, specs.get(currentType(reader.type)), input.name)(draft)
    }
    connect(loader, slot, id, spec, 'model')(draft)
  }
}

export const bypassPrediction = ({ node }: Setting<string>): Change => setMode([node!.id], 4)
