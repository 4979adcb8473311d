import { loadedInputs, passedInput } from '../document/bypass.ts'
import { subgraphInputs } from '../document/links.ts'
import { WorkflowError } from '../errors.ts'
import type { Json } from '../json.ts'
import type { NodeSpec } from '../node.ts'
import { wireType } from '../port-types.ts'
import { currentType } from '../renames.ts'
import { asWidgetArray } from '../widgets/widget-slots.ts'
import type { WorkflowInput, WorkflowNode } from '../workflow.ts'
import { isBypassed, isMuted, type Scope } from './scope.ts'
import { holdsValue, isGetter, passesOn, wireName } from './virtual-nodes.ts'

/** Where a wire really begins, once reroutes, primitives, bypasses and subgraph borders are passed. */
export type Source =
  | { readonly kind: 'output'; readonly id: string; readonly slot: number }
  /** A primitive node's value, or a widget promoted to a subgraph's face. */
  | ({ readonly kind: 'value'; readonly value: Json } & ValuePlace)
  /** A muted node: the input loses its wire and its widget value with it. */
  | { readonly kind: 'muted' }
  /** Nothing: as if the wire were not there. */
  | { readonly kind: 'nothing' }

/** Where the document keeps a value: a name or an index in the `widgets_values` of a node. */
export interface ValuePlace {
  readonly scope: Scope
  readonly node: WorkflowNode
  readonly key: string | number
}

/** A wire to be followed further back. */
interface Wire {
  readonly kind: 'wire'
  readonly scope: Scope
  readonly link: string
}

const nothing: Source = { kind: 'nothing' }

/** What the wires of one workflow are followed with. */
export interface Following {
  readonly specs: ReadonlyMap<string, NodeSpec>
  /** The sources of wires followed before, by the wanted type and the wire: what many inputs read is followed once. */
  readonly known: Map<WorkflowInput['type'], Map<string, Source>>
}

/**
 * Follows an input's wire to its source.
 *
 * @throws WorkflowError `cycle` when it runs in a circle of reroutes or bypassed nodes
 */
export function sourceOf(scope: Scope, input: WorkflowInput, { specs, known }: Following): Source {
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
    at = followed.get(key) ?? oneHop(at, type, specs)
  }
  for (const key of passed) followed.set(key, at)
  return at
}

const wire = (scope: Scope, link: WorkflowInput['link']): Wire | Source =>
  link === null || link === undefined ? nothing : { kind: 'wire', scope, link: String(link) }

function oneHop({ scope, link: id }: Wire, wanted: WorkflowInput['type'], specs: Following['specs']): Wire | Source {
  const link = scope.links.get(id)
  if (!link) return nothing
  if (link.from === subgraphInputs) return throughInput(scope, link.fromSlot)
  const node = scope.nodes.get(link.from)
  if (!node) return nothing
  if (holdsValue(node)) return primitive(scope, node)
  if (isMuted(node)) return { kind: 'muted' }
  if (passesOn(node)) return wire(scope, node.inputs?.[0]?.link)
  if (isGetter(node)) return throughSetter(scope, node)
  if (isBypassed(node)) return wire(scope, passedInput(node, link.fromSlot, wanted, inputsOf(scope, node, specs))?.link)
  const inside = scope.inner.get(link.from)
  if (inside) return throughOutput(inside, link.fromSlot)
  return { kind: 'output', id: scope.path + link.from, slot: link.fromSlot }
}

function primitive(scope: Scope, node: WorkflowNode): Source {
  const value = asWidgetArray(node.widgets_values)[0]
  return value === undefined ? nothing : { kind: 'value', value, scope, node, key: 0 }
}

/** The wire that a setter of that name has, in this graph or around it. */
function throughSetter(scope: Scope, getter: WorkflowNode): Wire | Source {
  const name = wireName(getter)
  for (let at: Scope | undefined = scope; at; at = at.instance?.scope) {
    const setter = at.setters.get(name)
    if (setter) return wire(at, setter.inputs?.[0]?.link)
  }
  return nothing
}

/** The inputs of a node in the order of its definition. */
function inputsOf(scope: Scope, node: WorkflowNode, specs: Following['specs']): readonly WorkflowInput[] {
  const ports = specs.get(currentType(node.type))?.inputs
  const declared = ports
    ? Object.entries(ports).map(([name, port]) => ({ name, type: wireType(port) }))
    : (scope.definitions.get(node.type)?.inputs ?? []).map(({ name = '', type }) => ({ name, type: String(type) }))
  return loadedInputs(node, declared)
}

/** Out of a subgraph, through the input of its instance that has the same name, or the widget promoted to it. */
function throughInput({ instance }: Scope, slot: number): Wire | Source {
  if (!instance) return nothing
  const { node, definition, values } = instance
  const name = definition.inputs?.[slot]?.name
  const input = name === undefined ? node.inputs?.[slot] : node.inputs?.find(each => each.name === name)
  if (input?.link !== null && input?.link !== undefined) return wire(instance.scope, input.link)
  const promoted = name === undefined ? undefined : values.get(name)
  return promoted ? { kind: 'value', ...promoted, scope: instance.scope, node } : nothing
}

/** Into a subgraph, to whatever is wired to its output of the same name. */
function throughOutput(inside: Scope, slot: number): Wire | Source {
  const { node, definition } = inside.instance!
  const name = node.outputs?.[slot]?.name
  const outputs = definition.outputs ?? []
  const named = outputs[slot]?.name === name ? slot : outputs.findIndex(output => output.name === name)
  return wire(inside, inside.outputs.get(named < 0 ? slot : named))
}

function circle({ scope, link: id }: Wire): WorkflowError {
  const from = scope.links.get(id)?.from ?? ''
  const type = scope.nodes.get(from)?.type ?? 'node'
  return new WorkflowError('cycle', `The wires run in a circle through ${type} (node ${scope.path}${from}).`, {
    nodeId: scope.path + from,
    nodeType: type,
  })
}
