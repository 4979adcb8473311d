import { linksOf, subgraphInputs } from '../document/links.ts'
import type { Json } from '../json.ts'
import { asWidgetArray, asWidgetObject, isControl } from '../widgets/widget-slots.ts'
import type { Subgraph, WorkflowNode } from '../workflow.ts'

/** An input of a subgraph that is wired to a widget inside: every instance shows that widget. */
interface Promoted {
  readonly name: string
  readonly type: unknown
  /** The widgets inside, as `properties.proxyWidgets` names them: `5/steps`. */
  readonly widgets: ReadonlySet<string>
}

/** The value of a widget on an instance, and its place in `widgets_values`. */
export interface PromotedValue {
  readonly value: Json
  readonly key: string | number
}

/**
 * The values of the widgets on an instance of a subgraph, by the name of the subgraph's input. ComfyUI saves them in the
 * order of the inputs, whatever inputs the instance itself lists: it leaves out those that nothing is connected to.
 * What is missing or null is absent: the widget inside has its own value.
 */
export function promotedValues(instance: WorkflowNode, definition: Subgraph): ReadonlyMap<string, PromotedValue> {
  const object = asWidgetObject(instance.widgets_values)
  const array = asWidgetArray(instance.widgets_values)
  const inputs = promotedInputs(definition)
  const places = object ? inputs.map(({ name }) => name) : placesOf(inputs, array, instance)
  return new Map(
    inputs.flatMap(({ name }, index) => {
      const key = places[index]
      const value = typeof key === 'number' ? array[key] : object?.[key ?? '']
      return key === undefined || value === undefined || value === null ? [] : [[name, { value, key }] as const]
    }),
  )
}

/**
 * The widgets inside that an instance shows, in the order in which it saves their values; null where it saves them in
 * another order, or saves more.
 */
export function promotedInOrder(
  instance: WorkflowNode,
  definition: Subgraph,
): readonly { readonly name: string; readonly node: string; readonly widget: string }[] | null {
  const inputs = promotedInputs(definition)
  const array = asWidgetArray(instance.widgets_values)
  const isByName = asWidgetObject(instance.widgets_values) !== undefined
  const isInOrder = placesOf(inputs, array, instance).every((place, index) => place === index)
  if (!isByName && (array.length > inputs.length || !isInOrder)) return null
  return inputs.map(({ name, widgets }) => {
    const [first = ''] = widgets
    const at = first.indexOf('/')
    return { name, node: first.slice(0, at), widget: first.slice(at + 1) }
  })
}

/**
 * The node and the widget that a widget on an instance changes in a run; the node by its id in the prompt, `5:3`.
 *
 * @returns undefined where the input feeds several widgets, or none
 */
export function promotedInside(
  instance: WorkflowNode,
  definition: Subgraph,
  input: string,
): { readonly node: string; readonly widget: string } | undefined {
  const { widgets } = promotedInputs(definition).find(({ name }) => name === input) ?? {}
  const [first] = widgets ?? []
  if (first === undefined || widgets?.size !== 1) return undefined
  const at = first.indexOf('/')
  return { node: `${instance.id}:${first.slice(0, at)}`, widget: first.slice(at + 1) }
}

/** The index of the value of each input in an array. */
function placesOf(
  inputs: readonly Promoted[],
  values: readonly Json[],
  instance: WorkflowNode,
): readonly (number | undefined)[] {
  const proxies = asWidgetArray(instance.properties?.proxyWidgets).map(entry =>
    Array.isArray(entry) ? entry.join('/') : '',
  )
  // Front ends of 2025 list every widget that the instance shows, and the values in the same order.
  if (proxies.length > 0 && (proxies.length === values.length || inputs.length !== values.length))
    return inputs.map(({ name, widgets }) => {
      const at = proxies.findIndex(proxy => proxy === `-1/${name}` || widgets.has(proxy))
      return at < 0 ? undefined : at
    })
  let at = 0
  let excess = values.length - inputs.length
  return inputs.map(({ type }) => {
    const place = at++
    const following = values[at]
    // Some front ends wrote what happens to a seed after a run, too.
    if (
      excess > 0 &&
      type === 'INT' &&
      typeof values[place] !== 'string' &&
      following !== undefined &&
      isControl(following)
    ) {
      at++
      excess--
    }
    return place
  })
}

const known = new WeakMap<Subgraph, readonly Promoted[]>()

/** In the order of the definition. */
function promotedInputs(definition: Subgraph): readonly Promoted[] {
  const present = known.get(definition) ?? findPromoted(definition)
  known.set(definition, present)
  return present
}

function findPromoted(definition: Subgraph): readonly Promoted[] {
  const nodes = new Map(definition.nodes.map(node => [String(node.id), node]))
  const widgets = (definition.inputs ?? []).map(() => new Set<string>())
  for (const { id, from, fromSlot, to } of linksOf(definition).values()) {
    if (from !== subgraphInputs) continue
    const input = nodes.get(to)?.inputs?.find(({ link }) => String(link) === id)
    if (input?.widget) widgets[fromSlot]?.add(`${to}/${input.widget.name ?? input.name}`)
  }
  return (definition.inputs ?? []).flatMap(({ name, type }, slot) =>
    name !== undefined && widgets[slot]!.size > 0 ? [{ name, type, widgets: widgets[slot]! }] : [],
  )
}
