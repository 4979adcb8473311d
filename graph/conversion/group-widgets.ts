import { WorkflowError } from '../errors.ts'
import type { Port, Widget } from '../node.ts'
import { isWidget } from '../port-types.ts'
import { currentType } from '../renames.ts'
import type { SeedWidget } from '../widgets/seed.ts'
import { readWidgetValues, specOn } from '../widgets/widget-values.ts'
import type { Workflow, WorkflowNode } from '../workflow.ts'
import { type Face, type Group, groupName, type Specs } from './group-face.ts'
import { definedGroups } from './group-nodes.ts'
import { withDefault } from './instance-widgets.ts'

/** What a person sees of an old group node. */
export interface ShownGroup {
  readonly name: string
  /** The widgets of the nodes inside, in the order in which it saves their values; none where not all can be edited on it. */
  readonly inputs: Readonly<Record<string, Port>>
  /** The nodes inside, by their titles. */
  readonly inside: readonly string[]
}

/** Documents share their definitions from edit to edit. */
const known = new WeakMap<object, { readonly specs: Specs; readonly of: (type: string) => ShownGroup | undefined }>()

/** @returns undefined for a node that is not a group node, or whose definition the file lacks */
export function shownGroup(workflow: Workflow, { type }: WorkflowNode, specs: Specs): ShownGroup | undefined {
  const definitions = workflow.extra?.groupNodes
  if (groupName(type) === undefined || typeof definitions !== 'object' || definitions === null) return undefined
  const before = known.get(definitions)
  if (before?.specs === specs) return before.of(type)
  const shown = new Map<string, ShownGroup | undefined>()
  const { groups, faceOf } = definedGroups(workflow, specs)
  const of = (type: string): ShownGroup | undefined => {
    const name = groupName(type) ?? ''
    const group = groups.get(name)
    if (group && !shown.has(name))
      shown.set(name, { name, inside: titles(group, specs), inputs: widgets(group, faceOf, specs) })
    return shown.get(name)
  }
  known.set(definitions, { specs, of })
  return of(type)
}

const titles = ({ nodes }: Group, specs: Specs): string[] =>
  nodes.map(({ type, title }) => title ?? specs.get(currentType(type))?.title ?? groupName(type) ?? type)

function widgets(group: Group, faceOf: (group: Group) => Face, specs: Specs): Record<string, Port> {
  const inputs: Record<string, Port> = {}
  const entries = faceOrNone(group, faceOf)
  for (const [at, { name, node, slot }] of entries.entries()) {
    const port = slot.kind === 'value' && widgetInside(group, node, slot.name, specs)
    const isControl = slot.kind === 'control' && inputs[name]?.kind === 'seed'
    if (isControl) continue
    if (!port || Object.hasOwn(inputs, name)) return {}
    const next = entries[at + 1]
    const hasControl = port.kind === 'seed' && next?.slot.kind === 'control' && next.name === name
    inputs[name] = hasControl ? withControl(port) : port
  }
  return inputs
}

function withControl({ control: _, ...seed }: SeedWidget): SeedWidget {
  return seed
}

/** None for a group that shows too much, and for one with values whose widgets are not known. */
function faceOrNone(group: Group, faceOf: (group: Group) => Face) {
  try {
    const all = faceOf(group).widgets
    const named = all.flatMap(({ slot, ...entry }) =>
      typeof slot === 'number' || slot.kind === 'skip' || slot.kind === 'button' ? [] : [{ ...entry, slot }],
    )
    return named.length === all.length ? named : []
  } catch (error) {
    if (error instanceof WorkflowError) return []
    throw error
  }
}

/** A widget of a node inside, with its value there as the default. */
function widgetInside({ nodes }: Group, at: number, name: string, specs: Specs): Widget | undefined {
  const node = nodes[at]
  const spec = node && specs.get(currentType(node.type))
  const port = spec && specOn(spec, node.widgets_values).inputs[name]
  return port && isWidget(port)
    ? withDefault(port, readWidgetValues(spec, node.widgets_values).values[name])
    : undefined
}
