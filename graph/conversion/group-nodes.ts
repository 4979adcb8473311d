import { isObject, type Json } from '../json.ts'
import { currentType } from '../renames.ts'
import type { SeedControl } from '../widgets/seed.ts'
import { asWidgetArray, asWidgetObject } from '../widgets/widget-slots.ts'
import { setSeedControl, setWidgetValue } from '../widgets/widget-values.ts'
import type { Subgraph, Workflow, WorkflowNode } from '../workflow.ts'
import { type Face, type FaceInput, faceReader, type Group, groupName, groupSchema, type Specs } from './group-face.ts'
import { passesOn } from './virtual-nodes.ts'

/**
 * Opens the old group nodes of a workflow (`workflow>NAME`, defined in `extra.groupNodes`) as if they were subgraphs. The
 * nodes inside get their indexes for ids, and the values that the group node holds for them.
 *
 * @returns a function that gives undefined for a node that is not a group node, or whose definition the file lacks
 */
export function groupsOf(workflow: Workflow, specs: Specs): (node: WorkflowNode) => Subgraph | undefined {
  const { groups, faceOf } = definedGroups(workflow, specs)
  return node => {
    const group = groups.get(groupName(node.type) ?? '')
    return group && asSubgraph(node, group, faceOf(group), specs)
  }
}

/** The definitions of a workflow's group nodes by name, and what group nodes of each show. */
export function definedGroups(workflow: Workflow, specs: Specs) {
  const defined = isObject(workflow.extra?.groupNodes) ? workflow.extra.groupNodes : {}
  const groups = new Map(
    Object.entries(defined).flatMap(([name, data]) => {
      const { data: group } = groupSchema.safeParse(data)
      return group ? [[name, group] as const] : []
    }),
  )
  return { groups, faceOf: faceReader(groups, specs) }
}

const faces = new WeakMap<Subgraph, Face>()

/** Where a group node keeps the value of a widget inside it; undefined for a subgraph, and for a value that it does not hold. */
export const heldAt = (definition: Subgraph, node: WorkflowNode, widget: string): number | undefined => {
  const at = faces
    .get(definition)
    ?.widgets.findIndex(
      ({ node: owner, slot }) =>
        owner === node.id && typeof slot !== 'number' && slot.kind === 'value' && slot.name === widget,
    )
  return at === undefined || at < 0 ? undefined : at
}

function asSubgraph(instance: WorkflowNode, group: Group, face: Face, specs: Specs): Subgraph {
  const inputs = shownInputs(instance, face)
  const wires = [
    ...face.wires,
    ...inputs.map(({ node, input }, slot) => ({ from: -10, fromSlot: slot, to: node, input })),
    ...face.outputs.map(({ node, slot }, at) => ({ from: node, fromSlot: slot, to: -20, toSlot: at, input: '' })),
  ].map((wire, id) => ({ toSlot: 0, ...wire, id }))
  const held = heldBy(instance, face)
  const into = Map.groupBy(wires, ({ to }) => to)
  const nodes = group.nodes.map((node, index) => ({
    ...node,
    id: index,
    inputs: wired(node as WorkflowNode, new Map(into.get(index)?.map(({ input, id }) => [input, id]))),
    widgets_values: valuesInside(node as WorkflowNode, held.get(index) ?? [], specs),
  }))
  const subgraph: Subgraph = {
    id: instance.type,
    name: groupName(instance.type),
    inputs: inputs.map(({ name, type }) => ({ name, type })),
    outputs: face.outputs.map((_, slot) => ({ name: instance.outputs?.[slot]?.name })),
    nodes: nodes as Subgraph['nodes'],
    links: wires.map(({ id, from, fromSlot, to, toSlot }) => ({
      ...{ id, origin_id: from, origin_slot: fromSlot },
      ...{ target_id: to, target_slot: toSlot },
    })),
  }
  faces.set(subgraph, face)
  return subgraph
}

/** What can be wired from outside, under the names that the instance uses: its own, or by their order. */
function shownInputs(instance: WorkflowNode, { inputs, widgets }: Face): readonly FaceInput[] {
  const names = new Set((instance.inputs ?? []).map(({ name }) => name))
  const known = new Set(inputs.map(({ name }) => name))
  const values = widgets.flatMap(({ name, node, slot }) =>
    typeof slot === 'number' || slot.kind !== 'value' || known.has(name)
      ? []
      : [{ name, type: '*', node, input: slot.name }],
  )
  for (const { name } of values) known.add(name)
  const others = [...names].filter(name => !known.has(name)).values()
  return [
    ...inputs.map(input => (names.has(input.name) ? input : { ...input, name: others.next().value ?? input.name })),
    ...values,
  ]
}

/** The inputs of a node inside with their wires; inputs that the file leaves out are added. */
function wired(node: WorkflowNode, links: ReadonlyMap<string, number>): WorkflowNode['inputs'] {
  const saved = node.inputs ?? []
  if (passesOn(node)) return [{ name: '', type: '*', link: [...links.values()][0] ?? null }]
  const names = new Set(saved.map(({ name }) => name))
  return [
    ...saved.map(input => ({ ...input, link: links.get(input.name) ?? null })),
    ...[...links].filter(([name]) => !names.has(name)).map(([name, link]) => ({ name, type: '*', link })),
  ]
}

/** What a group node holds for one value of a node inside. */
type Held = Face['widgets'][number] & { readonly value: Json }

/** The values of a group node, by the index of the node inside that they are for. */
function heldBy(instance: WorkflowNode, { widgets }: Face): ReadonlyMap<number, readonly Held[]> {
  const array = asWidgetArray(instance.widgets_values)
  const object = asWidgetObject(instance.widgets_values)
  const held = widgets.flatMap((widget, at) => {
    const value = object ? object[widget.name] : array[at]
    return value === undefined || value === null ? [] : [{ ...widget, value }]
  })
  return Map.groupBy(held, ({ node }) => node)
}

/** The `widgets_values` of a node inside, with the values that the group node holds for it. */
function valuesInside(node: WorkflowNode, held: readonly Held[], specs: Specs): WorkflowNode['widgets_values'] {
  const spec = specs.get(currentType(node.type))
  const raw = [...asWidgetArray(node.widgets_values)]
  for (const { slot, value } of held) if (typeof slot === 'number') raw[slot] = value
  if (!spec) return held.length > 0 ? raw.map(value => value ?? null) : node.widgets_values
  return held.reduce<unknown>((values, { slot, value }) => {
    if (typeof slot === 'number' || slot.kind === 'skip' || slot.kind === 'button') return values
    return slot.kind === 'value'
      ? setWidgetValue(spec, values, slot.name, value)
      : setSeedControl(spec, values, slot.name, value as SeedControl)
  }, node.widgets_values)
}
