import { linksOf } from '../document/links.ts'
import { type Change, type NodeId, nodeOf, peek } from '../edit/change.ts'
import { nextNodeId } from '../edit/ids.ts'
import { addNode, setMode } from '../edit/nodes.ts'
import { setWidget } from '../edit/widgets.ts'
import { connect } from '../edit/wires/wires.ts'
import type { Json } from '../json.ts'
import type { Specs } from '../prompt.ts'
import { currentType } from '../renames.ts'
import { roomBelow } from './room.ts'
import { numberOf, type Setting, type Stage, textOf } from './stage.ts'

/** ModelSamplingDiscrete: the node that says what a network predicts, where its file does not. */
const type = 'ModelSamplingDiscrete'

/** What the node nearest to a sampler says. */
export function predictionOf({ chain }: Stage, specs: Specs): Setting<string> | undefined {
  const node = chain.find(node => node.type === type)
  return node && textOf(specs, node, 'sampling')
}

/** What Timestep Shift Model says; the network is evaluated as if less noise was there. */
const shiftType = 'Timestep Shift Model'

/** What the node nearest to a sampler says. */
export function shiftOf({ chain }: Stage, specs: Specs): Setting<number> | undefined {
  const node = chain.find(node => node.type === shiftType)
  return node && numberOf(specs, node, 'shifted_timestep')
}

/** @param present  the node that is there; else one is put behind the loader, for all that reads its model */
export const setPrediction = (
  specs: Specs,
  loader: NodeId,
  present: Setting<string> | undefined,
  prediction: string,
): Change => setBehind(specs, loader, present, { type, widget: 'sampling', value: prediction })

/** The same of Timestep Shift Model. */
export const setShift = (specs: Specs, loader: NodeId, present: Setting<number> | undefined, value: number): Change =>
  setBehind(specs, loader, present, { type: shiftType, widget: 'shifted_timestep', value })

interface OfModel {
  readonly type: string
  readonly widget: string
  readonly value: Json
}

function setBehind(
  specs: Specs,
  loader: NodeId,
  present: Setting | undefined,
  { type, widget, value }: OfModel,
): Change {
  const spec = specs.get(type)!
  if (present?.node) return setWidget(spec, present.node.id, widget, value)
  return draft => {
    const source = nodeOf(draft, loader)
    const slot = source.outputs?.findIndex(output => output.type === 'MODEL') ?? -1
    if (slot < 0) return
    const wires = linksOf({ nodes: peek(draft.nodes), links: peek(draft.links) })
    const readers = (source.outputs![slot]!.links ?? []).flatMap(id => wires.get(String(id)) ?? [])
    const id = nextNodeId(draft)
    addNode(spec, roomBelow(draft, loader, spec), { [widget]: value })(draft)
    for (const { to, id: wire } of readers) {
      const reader = nodeOf(draft, to)
      const input = reader.inputs?.find(input => String(input.link) === wire)
      if (input) connect(id, 0, reader.id, specs.get(currentType(reader.type)), input.name)(draft)
    }
    connect(loader, slot, id, spec, 'model')(draft)
  }
}

export const bypassPrediction = ({ node }: Setting<string>): Change => setMode([node!.id], 4)
