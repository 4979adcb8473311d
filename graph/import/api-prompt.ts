import { isPowerLoraLoader, listedLoras } from '../conversion/power-loras.ts'
import type { Json } from '../json.ts'
import type { NodeSpec } from '../node.ts'
import { type InParts, mapInParts } from '../planning/in-parts.ts'
import { isWidget, wireType } from '../port-types.ts'
import { shownSpec } from '../ports/cases.ts'
import { withoutSpare } from '../ports/growing.ts'
import type { Prompt, PromptNode, Specs } from '../prompt.ts'
import { currentType } from '../renames.ts'
import { isSeed } from '../widgets/seed.ts'
import { writeWidgetValues } from '../widgets/widget-values.ts'
import {
  emptyWorkflow,
  type Workflow,
  type WorkflowInput,
  type WorkflowNode,
  type WorkflowOutput,
} from '../workflow.ts'
import { layOut } from './layout.ts'

interface Wire {
  readonly id: number
  readonly from: string
  readonly slot: number
  readonly to: string
  readonly input: string
}

/** Makes a document of a prompt: widgets filled by name, wires restored, nodes laid out left to right. Linear in it. */
export function* importPrompt(given: Prompt, specs: Specs): InParts<Workflow> {
  const named = mapValues(given, node => ({ ...node, class_type: currentType(node.class_type) }))
  yield
  const prompt = withPrimitives(named, specs)
  yield
  const wires = wiresOf(prompt)
  const into = Map.groupBy(wires, ({ to }) => to)
  const outOf = Map.groupBy(wires, ({ from }) => from)
  yield
  const places = yield* layOut(prompt, specs)
  const nodes = yield* mapInParts(Object.entries(prompt), ([id, node], order): WorkflowNode => {
    const spec = specs.get(node.class_type)
    return {
      id: nodeId(id),
      type: node.class_type,
      ...places.get(id)!,
      flags: {},
      order,
      mode: 0,
      inputs: inputsOf(spec && shownSpec(spec, node.inputs), into.get(id) ?? []),
      outputs: outputsOf(spec, outOf.get(id) ?? []),
      properties: { 'Node name for S&R': node.class_type },
      widgets_values: valuesOf(node, spec),
      ...(node._meta?.title !== undefined && node._meta.title !== spec?.title && { title: node._meta.title }),
    }
  })
  const byId = new Map(nodes.map(node => [String(node.id), node]))
  const slots = new Map(nodes.flatMap(({ inputs }) => (inputs ?? []).map(({ link }, slot) => [link, slot] as const)))
  const ids = nodes.map(({ id }) => (typeof id === 'number' ? id : 0))
  return {
    ...emptyWorkflow,
    last_node_id: ids.reduce((a, b) => Math.max(a, b), 0),
    last_link_id: wires.length,
    nodes,
    links: yield* mapInParts(wires, wire => linkOf(wire, byId, slots.get(wire.id) ?? -1)),
  }
}

/** A literal at a socket, which has no widget for it, becomes a node that gives it. */
function withPrimitives(prompt: Prompt, specs: Specs): Prompt {
  const added: Record<string, PromptNode> = {}
  let last = Object.keys(prompt).reduce((most, id) => Math.max(most, Number.parseInt(id, 10) || 0), 0)
  const wired = mapValues(prompt, node => {
    const ports = specs.get(node.class_type)?.inputs ?? {}
    const inputs = Object.entries(node.inputs).map(([name, value]): readonly [string, Json] => {
      const port = Object.hasOwn(ports, name) ? ports[name]! : undefined
      const class_type = port && !isWidget(port) ? primitiveFor(port.type, value) : undefined
      if (class_type === undefined || !specs.has(class_type)) return [name, value]
      const id = String(++last)
      added[id] = { class_type, inputs: { value } }
      return [name, [id, 0]]
    })
    return { ...node, inputs: Object.fromEntries(inputs) }
  })
  return { ...wired, ...added }
}

/** The type of a node that gives this value to a socket of the type; undefined where there is none. */
function primitiveFor(type: string, value: Json): string | undefined {
  if (value === null || typeof value === 'object') return undefined
  if (type !== '*' && !type.includes(',')) return primitives[type]
  const isWhole = typeof value === 'bigint' || Number.isInteger(value)
  return primitives[
    typeof value === 'string' ? 'STRING' : typeof value === 'boolean' ? 'BOOLEAN' : isWhole ? 'INT' : 'FLOAT'
  ]
}

const primitives: Readonly<Record<string, string>> = {
  INT: 'PrimitiveInt',
  FLOAT: 'PrimitiveFloat',
  STRING: 'PrimitiveStringMultiline',
  BOOLEAN: 'PrimitiveBoolean',
}

/** The links to nodes that exist. */
function wiresOf(prompt: Prompt): Wire[] {
  const found = Object.entries(prompt).flatMap(([to, { inputs }]) =>
    Object.entries(inputs).flatMap(([input, value]) => {
      if (!isLink(value) || !Object.hasOwn(prompt, String(value[0]))) return []
      return [{ from: String(value[0]), slot: value[1], to, input }]
    }),
  )
  return found.map((wire, index) => ({ id: index + 1, ...wire }))
}

const isLink = (value: Json): value is readonly [string | number, number] =>
  Array.isArray(value) &&
  value.length === 2 &&
  Number.isInteger(value[1]) &&
  ['string', 'number'].includes(typeof value[0])

/** Sockets in the order of the definition, then widgets that are wired, then wires the definition does not know. */
function inputsOf(spec: NodeSpec | undefined, wires: readonly Wire[]): WorkflowInput[] {
  const mine = new Map(wires.map(({ input, id }) => [input, id]))
  const declared = Object.entries(spec?.inputs ?? {})
  const sockets = withoutSpare(declared, name => mine.has(name)).filter(([, port]) => !isWidget(port))
  const wiredWidgets = declared.filter(([name, port]) => isWidget(port) && mine.has(name))
  const unknown = [...mine.keys()].filter(name => !Object.hasOwn(spec?.inputs ?? {}, name))
  return [
    ...sockets.map(([name, port]) => ({ name, type: wireType(port), link: mine.get(name) ?? null })),
    ...wiredWidgets.map(([name, port]) => ({ name, type: wireType(port), link: mine.get(name)!, widget: { name } })),
    ...unknown.map(name => ({ name, type: '*', link: mine.get(name)! })),
  ]
}

/** An unknown node gets as many outputs as are read. */
function outputsOf(spec: NodeSpec | undefined, wires: readonly Wire[]): WorkflowOutput[] {
  const read = wires.map(({ slot }) => slot + 1).reduce((a, b) => Math.max(a, b), 0)
  const known = Object.entries(spec?.outputs ?? {}).map(([name, { type }]) => ({ name, type }))
  const unknown = Array.from({ length: Math.min(read, maxOutputs) }, () => ({ name: '*', type: '*' }))
  return (spec ? known : unknown).map((output, slot) => ({
    ...output,
    links: wires.filter(wire => wire.slot === slot).map(wire => wire.id),
  }))
}

/** The most outputs a node may have; a damaged file may ask for millions. */
const maxOutputs = 256

/** An array for a known node; an object by name for an unknown node, whose widget order is not known. */
function valuesOf({ class_type, inputs }: PromptNode, spec: NodeSpec | undefined): Json {
  const literals = Object.entries(inputs).filter(([, value]) => !isLink(value))
  const values = Object.fromEntries(literals.map(([name, value]) => [name, unwrap(value)]))
  if (isPowerLoraLoader(class_type)) return listedLoras(values)
  if (!spec) return values
  const seeds = Object.entries(spec.inputs).filter(([, port]) => isSeed(port))
  return writeWidgetValues(spec, values, Object.fromEntries(seeds.map(([name]) => [name, 'fixed'])))
}

const unwrap = (value: Json): Json =>
  typeof value === 'object' && value !== null && '__value__' in value ? (value.__value__ as Json) : value

/** @param target  the input at which it ends */
function linkOf({ id, from, slot, to }: Wire, byId: ReadonlyMap<string, WorkflowNode>, target: number) {
  const type = byId.get(from)?.outputs?.[slot]?.type ?? '*'
  const ends = byId.get(to)?.inputs?.[target]?.type
  return [id, nodeId(from), slot, nodeId(to), target, type === '*' ? ends : type] as const
}

const nodeId = (id: string): number | string => (/^(0|[1-9]\d{0,14})$/.test(id) ? Number(id) : id)

const mapValues = (prompt: Prompt, change: (node: PromptNode) => PromptNode): Prompt =>
  Object.fromEntries(Object.entries(prompt).map(([id, node]) => [id, change(node)]))
