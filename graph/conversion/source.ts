import { passedInput } from '../document/bypass.ts'
import { subgraphInputs } from '../document/links.ts'
import { WorkflowError } from '../errors.ts'
import type { Json } from '../json.ts'
import { asWidgetArray } from '../widgets/widget-slots.ts'
import type { WorkflowInput, WorkflowNode } from '../workflow.ts'
import { isBypassed, isMuted, type Scope } from './scope.ts'

/** Where a wire really begins, once reroutes, primitives, bypasses and subgraph borders are passed. */
export type Source =
  | { readonly kind: 'output'; readonly id: string; readonly slot: number }
  /** A primitive node's value, or a widget promoted to a subgraph's face. */
  | { readonly kind: 'value'; readonly value: Json }
  /** A muted node: the input loses its wire and its widget value with it. */
  | { readonly kind: 'muted' }
  /** Nothing: as if the wire were not there. */
  | { readonly kind: 'nothing' }

/** A wire to be followed further back. */
interface Wire {
  readonly kind: 'wire'
  readonly scope: Scope
  readonly link: string
}

const nothing: Source = { kind: 'nothing' }

/** The sources of wires that were followed, by the wanted type and the wire. */
export type KnownSources = Map<WorkflowInput['type'], Map<string, Source>>

/**
 * Follows an input's wire to its source.
 *
 * @param known  of wires followed before: a wire that many inputs read is followed once
 * @throws WorkflowError `cycle` when it runs in a circle of reroutes or bypassed nodes
 */
export function sourceOf(scope: Scope, input: WorkflowInput, known: KnownSources): Source {
  // A list of choices, as old files have it for a type, is equal to no other type, as NaN is to no number.
  const type = Array.isArray(input.type) ? Number.NaN : input.type
  const followed = known.get(type) ?? new Map<string, Source>()
  known.set(type, followed)
  let at = wire(scope, input.link)
  const passed = new Set<string>()
  while (at.kind === 'wire') {
    const key = `${at.scope.path}${at.link}`
    if (passed.has(key)) throw circle(at)
    passed.add(key)
    at = followed.get(key) ?? oneHop(at, type)
  }
  for (const key of passed) followed.set(key, at)
  return at
}

const wire = (scope: Scope, link: WorkflowInput['link']): Wire | Source =>
  link === null || link === undefined ? nothing : { kind: 'wire', scope, link: String(link) }

function oneHop({ scope, link: id }: Wire, wanted: WorkflowInput['type']): Wire | Source {
  const link = scope.links.get(id)
  if (!link) return nothing
  if (link.from === subgraphInputs) return throughInput(scope, link.fromSlot)
  const node = scope.nodes.get(link.from)
  if (!node) return nothing
  if (node.type === 'Reroute') return wire(scope, node.inputs?.[link.fromSlot]?.link)
  if (node.type === 'PrimitiveNode') return primitive(node)
  if (isMuted(node)) return { kind: 'muted' }
  if (isBypassed(node)) return wire(scope, passedInput(node, link.fromSlot, wanted)?.link)
  const inside = scope.inner.get(link.from)
  if (inside) return throughOutput(inside, link.fromSlot)
  return { kind: 'output', id: scope.path + link.from, slot: link.fromSlot }
}

function primitive(node: WorkflowNode): Source {
  const value = asWidgetArray(node.widgets_values)[0]
  return value === undefined ? nothing : { kind: 'value', value }
}

/** Out of a subgraph, through the matching input of its instance or the widget promoted to it. */
function throughInput({ instance }: Scope, slot: number): Wire | Source {
  const input = instance?.node.inputs?.[slot]
  if (!instance || !input) return nothing
  if (input.link !== null && input.link !== undefined) return wire(instance.scope, input.link)
  if (!input.widget) return nothing
  const value = asWidgetArray(instance.node.widgets_values)[promotedBefore(instance.node)[slot]!]
  return value === undefined || value === null ? nothing : { kind: 'value', value }
}

const promoted = new WeakMap<WorkflowNode, readonly number[]>()

/** For each input of a subgraph's instance: how many before it have a promoted widget. */
function promotedBefore(instance: WorkflowNode): readonly number[] {
  let count = 0
  const before = promoted.get(instance) ?? (instance.inputs ?? []).map(({ widget }) => (widget ? count++ : count))
  promoted.set(instance, before)
  return before
}

/** Into a subgraph, to whatever is wired to its output. */
function throughOutput(inside: Scope, slot: number): Wire | Source {
  return wire(inside, inside.outputs.get(slot))
}

function circle({ scope, link: id }: Wire): WorkflowError {
  const from = scope.links.get(id)?.from ?? ''
  const type = scope.nodes.get(from)?.type ?? 'node'
  return new WorkflowError('cycle', `The wires run in a circle through ${type} (node ${scope.path}${from}).`, {
    nodeId: scope.path + from,
    nodeType: type,
  })
}
