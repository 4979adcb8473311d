import { z } from 'zod'
import { WorkflowError } from '../errors.ts'
import type { NodeSpec } from '../node.ts'
import { isWidget, wireType } from '../port-types.ts'
import { currentType } from '../renames.ts'
import { asWidgetArray, type WidgetSlot, widgetSlots } from '../widgets/widget-slots.ts'
import { specOn } from '../widgets/widget-values.ts'
import { nodeSchema } from '../workflow.ts'

const groupNode = nodeSchema.partial({ id: true })
/** `[from index or null, from slot, to index, to slot, …]`: indexes count the nodes of the group. */
const groupLink = z.tuple([z.number().nullable(), z.number(), z.number(), z.number()]).rest(z.unknown())
const naming = z.record(z.string(), z.looseObject({ name: z.string().nullish(), visible: z.boolean().nullish() }))

/** A group node as `extra.groupNodes` defines it. */
export const groupSchema = z.looseObject({
  nodes: z.array(groupNode),
  links: z.array(groupLink).nullish(),
  /** `[node index, output, type]`: outputs that are shown although they are read inside. */
  external: z.array(z.tuple([z.number(), z.number()]).rest(z.unknown())).nullish(),
  config: z.record(z.string(), z.looseObject({ input: naming.nullish(), output: naming.nullish() })).nullish(),
})
export type Group = z.infer<typeof groupSchema>

/** What a group node shows, and where inside it belongs. */
export interface Face {
  /** The wires inside. */
  readonly wires: readonly FaceWire[]
  readonly inputs: readonly FaceInput[]
  readonly outputs: readonly { readonly node: number; readonly slot: number; readonly type: string }[]
  /** One entry for each value that the group node saves. */
  readonly widgets: readonly FaceWidget[]
}
export interface FaceInput {
  readonly name: string
  readonly type: string
  readonly node: number
  readonly input: string
}
interface FaceWire {
  readonly from: number
  readonly fromSlot: number
  readonly to: number
  readonly input: string
}
export interface FaceWidget {
  readonly name: string
  readonly node: number
  /** A widget of a known node, or an index in `widgets_values` of another. */
  readonly slot: WidgetSlot | number
}

export type Specs = ReadonlyMap<string, NodeSpec>

/** `workflow/NAME` in files of 2023 and 2024, `workflow>NAME` later. */
export const groupName = (type: string): string | undefined => /^workflow[>/](.*)$/s.exec(type)?.[1]

/** The most inputs, outputs and values that one group node may show: groups in groups multiply. */
const mostShown = 20_000

/**
 * Reads what group nodes show, in the order of ComfyUI's front end: node by node the widgets and the sockets that nothing
 * inside feeds; after all of them the widgets that were turned into inputs. A group inside itself is an unknown node there.
 *
 * @returns a reader that throws WorkflowError `unsupported` for a group that shows more than 20 000 of a kind
 */
export function faceReader(groups: ReadonlyMap<string, Group>, specs: Specs): (group: Group) => Face {
  const faces = new Map<Group, Face | 'begun'>()
  function faceOf(group: Group): Face {
    const known = faces.get(group)
    if (known && known !== 'begun') return known
    faces.set(group, 'begun')
    const nested = (type: string) => {
      const inner = groups.get(groupName(type) ?? '')
      return inner && faces.get(inner) !== 'begun' ? faceOf(inner) : undefined
    }
    const face = makeFace(group, specs, nested)
    if (Math.max(face.inputs.length, face.outputs.length, face.widgets.length) > mostShown)
      throw new WorkflowError('unsupported', `A group node of the workflow shows more than ${mostShown} values.`)
    faces.set(group, face)
    return face
  }
  return faceOf
}

type Nested = (type: string) => Face | undefined

function makeFace(group: Group, specs: Specs, nested: Nested): Face {
  const { ends, links } = { ends: endsOf(group), links: group.links ?? [] }
  const ports = group.nodes.map((node, index) => portsOf(node, index, ends, specs, nested))
  const wires = links.flatMap(([from, fromSlot, to, slot]) =>
    from === null || !ports[to] ? [] : [{ from, fromSlot, to, input: inputAt(ports[to], slot) }],
  )
  const fed = new Set(wires.map(({ to, input }) => `${to}/${input}`))
  const name = namer(group)
  const inputs: FaceInput[] = []
  const widgets: FaceWidget[] = []
  const converted: (FaceInput & { readonly slots: readonly FaceWidget['slot'][] })[] = []
  ports.forEach((port, node) => {
    const saved = new Map((group.nodes[node]!.inputs ?? []).map(input => [input.name, input]))
    for (const [inner, slots] of Map.groupBy(port.widgets, slotName)) {
      const { widget, type } = saved.get(inner) ?? {}
      if (widget)
        converted.push({ name: inner, type: typeof type === 'string' ? type : '*', node, input: inner, slots })
      else {
        const shown = name(node, inner)
        widgets.push(...slots.map(slot => ({ name: shown, node, slot })))
      }
    }
    for (const { name: input, type } of port.sockets) {
      if (fed.has(`${node}/${input}`)) continue
      const shown = name(node, input)
      if (group.config?.[node]?.input?.[input]?.visible !== false) inputs.push({ name: shown, type, node, input })
    }
  })
  for (const { slots, ...given } of converted) {
    if (fed.has(`${given.node}/${given.input}`)) continue
    const shown = name(given.node, given.input)
    inputs.push({ ...given, name: shown })
    widgets.push(...slots.map(slot => ({ name: shown, node: given.node, slot })))
  }
  return {
    wires,
    inputs,
    widgets,
    outputs: ports.flatMap(({ outputs }, node) => shownOutputs(group, ends, outputs, node)),
  }
}

/** A widget and its control belong together. */
const slotName = (slot: WidgetSlot | number): string =>
  typeof slot === 'number' ? String(slot) : slot.kind === 'skip' ? '' : slot.name

/** The name of an input inside, by the slot of a link. */
const inputAt = ({ saved, sockets }: Ports, slot: number): string => saved[slot] ?? sockets[slot]?.name ?? ''

/** Which outputs are read inside, which are shown all the same (`node/slot`), and which nodes are fed inside. */
interface Ends {
  readonly read: ReadonlyMap<string, string>
  readonly readers: ReadonlyMap<number, string>
  readonly fed: ReadonlySet<number>
  readonly external: ReadonlySet<string>
}

function endsOf({ links, external }: Group): Ends {
  const inside = (links ?? []).filter(([from]) => from !== null).reverse()
  return {
    read: new Map(inside.map(([from, slot, , , , type]) => [`${from}/${slot}`, String(type ?? '*')])),
    readers: new Map(inside.map(([from, , , , , type]) => [from!, String(type ?? '*')])),
    fed: new Set(inside.map(([, , to]) => to)),
    external: new Set((external ?? []).flatMap(([node, slot]) => [`${node}/${slot}`, `${node}`])),
  }
}

function shownOutputs({ config }: Group, { read, external }: Ends, types: readonly string[], node: number) {
  return types.flatMap((type, slot) => {
    const key = `${node}/${slot}`
    const isShown = config?.[node]?.output?.[slot]?.visible ?? (!read.has(key) || external.has(key))
    return isShown ? [{ node, slot, type }] : []
  })
}

/** The ends and widgets of one node inside a group. */
interface Ports {
  /** The names of its inputs as the file has them. */
  readonly saved: readonly string[]
  readonly sockets: readonly { readonly name: string; readonly type: string }[]
  readonly widgets: readonly (WidgetSlot | number)[]
  readonly outputs: readonly string[]
}

function portsOf(node: Group['nodes'][number], index: number, ends: Ends, specs: Specs, nested: Nested): Ports {
  const text = (type: unknown) => (typeof type === 'string' ? type : '*')
  const saved = (node.inputs ?? []).map(({ name }) => name)
  const outputs = (node.outputs ?? []).map(({ type }) => text(type))
  if (/^(Markdown)?Note$/.test(node.type)) return { saved, sockets: [], widgets: [], outputs: [] }
  if (node.type === 'PrimitiveNode') return { saved, sockets: [], widgets: [0], outputs }
  if (node.type === 'Reroute') return reroutePorts(index, ends, saved, outputs)
  const spec = specs.get(currentType(node.type))
  if (spec) return { saved, ...portsOfSpec(specOn(spec, node.widgets_values)) }
  const face = nested(node.type)
  if (face)
    return {
      saved,
      sockets: face.inputs,
      widgets: face.widgets.map((_, at) => at),
      outputs: face.outputs.map(({ type }) => type),
    }
  const sockets = (node.inputs ?? []).flatMap(({ name, type, widget }) => (widget ? [] : [{ name, type: text(type) }]))
  return { saved, sockets, widgets: asWidgetArray(node.widgets_values).map((_, at) => at), outputs }
}

const portsOfSpec = (spec: NodeSpec): Omit<Ports, 'saved'> => ({
  sockets: Object.entries(spec.inputs).flatMap(([name, port]) =>
    isWidget(port) ? [] : [{ name, type: wireType(port) }],
  ),
  widgets: widgetSlots(spec),
  outputs: Object.values(spec.outputs).map(({ type }) => type),
})

/** A reroute shows nothing where both its ends are inside; its input has the name of its type. */
function reroutePorts(index: number, ends: Ends, saved: readonly string[], outputs: readonly string[]): Ports {
  const reader = ends.readers.get(index)
  if (reader !== undefined && ends.fed.has(index) && !ends.external.has(String(index)))
    return { saved, sockets: [], widgets: [], outputs: [] }
  const type = reader ?? outputs[0] ?? '*'
  return { saved: saved.map(() => type), sockets: [{ name: type, type }], widgets: [], outputs: [type] }
}

/** Names as the front end gives them: the input's own, with the node's title before it where another has that name. */
function namer(group: Group) {
  const seen = new Map<string, number>()
  return (index: number, input: string): string => {
    const node = group.nodes[index]!
    const label = node.inputs?.find(({ name }) => name === input)?.label
    let name = group.config?.[index]?.input?.[input]?.name ?? (typeof label === 'string' ? label : input)
    let key = name
    if ((node.type === 'PrimitiveNode' && node.title) || seen.has(name)) {
      const prefix = `${node.title ?? node.type} `
      key = name = `${prefix}${input}`
      if (seen.has(name)) name = `${prefix}${seen.get(name)} ${input}`
    }
    seen.set(key, (seen.get(key) ?? 1) + 1)
    return name
  }
}
