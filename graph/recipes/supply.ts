import type { Draft } from 'immer'
import { type NodeId, nodeOf, seen } from '../edit/change.ts'
import { nextNodeId } from '../edit/ids.ts'
import { addNode, removeNodes } from '../edit/nodes.ts'
import { connect } from '../edit/wires/wires.ts'
import type { Json } from '../json.ts'
import type { Specs } from '../prompt.ts'
import { currentType } from '../renames.ts'
import type { Workflow, WorkflowNode } from '../workflow.ts'
import { roomBelow } from './room.ts'
import { nodesOfSampler, samplerOfNode } from './sampler-nodes.ts'
import type { Stage } from './stage.ts'
import { type Source, walkOf } from './walk.ts'

interface Edit {
  readonly draft: Draft<Workflow>
  readonly specs: Specs
}

/** Gives a SamplerCustom its model, sampler and noise levels from one node, such as TCD's. */
export function supplySetup(draft: Draft<Workflow>, specs: Specs, stage: Stage, setup: string, denoise: number): void {
  const edit = { draft, specs }
  const { node, consumer } = stage
  const before = sourcesOf(edit, node.id)
  if (before.sampler?.node.type === setup) return
  const model = walkOf(seen(draft)).source(consumer, 'model')
  const id = add(edit, node.id, setup, { denoise })
  if (model) wire(edit, model, id, 'model')
  wire(edit, { id, slot: 0 }, consumer.id, 'model')
  wire(edit, { id, slot: 1 }, node.id, 'sampler')
  wire(edit, { id, slot: 2 }, node.id, 'sigmas')
  clear(edit, before.sampler?.node)
  clear(edit, before.sigmas?.node)
}

export interface Sampling {
  /** The type of the node that makes the noise levels. */
  readonly schedule: string
  readonly denoise: number
  readonly firstSigma?: number | undefined
}

/** Feeds a SamplerCustom with KSamplerSelect and a node that makes its noise levels. */
export function supplySampling(draft: Draft<Workflow>, specs: Specs, sampler: NodeId, wanted: Sampling): void {
  const edit = { draft, specs }
  const before = sourcesOf(edit, sampler)
  leaveSetup(edit, sampler)
  if (before.sampler?.node.type !== 'KSamplerSelect')
    wire(edit, { id: add(edit, sampler, 'KSamplerSelect', {}), slot: 0 }, sampler, 'sampler')
  if (before.sigmas?.node.type !== wanted.schedule)
    wire(edit, { id: addSchedule(edit, sampler, wanted), slot: 0 }, sampler, 'sigmas')
  clear(edit, before.sampler?.node)
  clear(edit, before.sigmas?.node)
}

function addSchedule(edit: Edit, sampler: NodeId, { schedule, denoise, firstSigma }: Sampling): NodeId {
  const model = modelOf(edit, sampler)
  const isCut = schedule === 'SetFirstSigma'
  const maker = add(edit, sampler, isCut ? 'BasicScheduler' : schedule, { denoise, scheduler: 'simple', steps: 1 })
  if (model) wire(edit, model, maker, 'model')
  if (!isCut) return maker
  const cut = add(edit, sampler, schedule, firstSigma === undefined ? {} : { sigma: firstSigma })
  wire(edit, { id: maker, slot: 0 }, cut, 'sigmas')
  return cut
}

/** Wires the model past a node that sets it up for a sampler of its own. */
function leaveSetup(edit: Edit, sampler: NodeId): void {
  const walk = walkOf(seen(edit.draft))
  const node = walk.find(sampler)!
  const consumer = walk.source(node, 'guider')?.node ?? node
  const set = walk.source(consumer, 'model')?.node
  const isSetup = set !== undefined && nodesOfSampler(samplerOfNode(set.type))?.setup === set.type
  const model = isSetup ? walk.source(set, 'model') : undefined
  if (model) wire(edit, model, consumer.id, 'model')
}

function sourcesOf({ draft }: Edit, sampler: NodeId): { readonly sampler?: Source; readonly sigmas?: Source } {
  const walk = walkOf(seen(draft))
  const node = walk.find(sampler)!
  const [from, levels] = [walk.source(node, 'sampler'), walk.source(node, 'sigmas')]
  return { ...(from && { sampler: from }), ...(levels && { sigmas: levels }) }
}

function modelOf({ draft }: Edit, sampler: NodeId): Source | undefined {
  const walk = walkOf(seen(draft))
  const node = walk.find(sampler)!
  return walk.source(walk.source(node, 'guider')?.node ?? node, 'model')
}

/** @param values  those that the node has no widget for are left out */
function add({ draft, specs }: Edit, beside: NodeId, type: string, values: Readonly<Record<string, Json>>): NodeId {
  const spec = specs.get(type)
  if (!spec) throw new Error(`there is no node ${type}`)
  const id = nextNodeId(draft)
  const own = Object.fromEntries(Object.entries(values).filter(([name]) => Object.hasOwn(spec.inputs, name)))
  addNode(spec, roomBelow(draft, beside, spec), own)(draft)
  return id
}

function wire(
  { draft, specs }: Edit,
  from: Source | { readonly id: NodeId; readonly slot: number },
  to: NodeId,
  input: string,
): void {
  const source = 'node' in from ? from.node.id : from.id
  connect(source, from.slot, to, specs.get(currentType(nodeOf(draft, to).type)), input)(draft)
}

const sampling = new Set(['SAMPLER', 'SIGMAS', 'MODEL'])

/** Removes a node that chose a sampler or made noise levels, and those before it, once nothing reads them. */
function clear(edit: Edit, node: WorkflowNode | undefined): void {
  const walk = walkOf(seen(edit.draft))
  const present = node && walk.find(node.id)
  if (!present) return
  const isIdle = present.outputs?.every(({ links }) => !links || links.length === 0) ?? true
  if (!isIdle || !present.outputs?.every(({ type }) => sampling.has(String(type)))) return
  const before = walk.source(present, 'sigmas')?.node
  removeNodes([present.id])(edit.draft)
  clear(edit, before)
}
