import { WorkflowError, type WorkflowPlace } from '../errors.ts'
import type { Json } from '../json.ts'
import type { Widget } from '../node.ts'
import { describePlace, shown } from '../planning/literal.ts'
import { describeNode, nodesNamed } from '../planning/name-node.ts'
import { isWidget, widgetNames } from '../port-types.ts'
import type { Prompt, PromptNode, Specs } from '../prompt.ts'
import { kindOf } from '../widgets/widget-kinds.ts'
import type { AxisInput, ComparedAxis } from './grid-event.ts'
import { readAxis } from './notation.ts'
import { axisValues } from './values.ts'

export const gridType = 'CompareGrid'
/** The inputs that hold the axes: across, down, and whole grids below one another. */
export const axisInputs = ['columns', 'rows', 'blocks'] as const satisfies readonly AxisInput[]

/** An axis with the widget that it changes. */
export interface Axis extends ComparedAxis {
  readonly port: Widget
}

/** `Few steps · eta` */
export const axisName = ({ title, widget }: Pick<Axis, 'title' | 'widget'>): string => `${title} · ${widget}`

/** What stands over a column: `eta = 0.3`; names speak for themselves. */
export const cellLabel = ({ widget }: Pick<Axis, 'widget'>, value: Json): string =>
  typeof value === 'string' ? valueLabel(value) : `${widget} = ${valueLabel(value)}`

/** A value as a person reads it. */
export const valueLabel = (value: Json): string => String(value).replace(/\.(safetensors|ckpt|sft)$/, '')

/** The most characters of an axis. */
const longest = 1_000_000

/**
 * Reads the axes of a grid.
 *
 * @throws WorkflowError naming the grid, the axis, and what there is instead
 */
export function readAxes(prompt: Prompt, specs: Specs, grid: string): readonly Axis[] {
  const { inputs, class_type } = prompt[grid]!
  const at = (input: AxisInput) => ({ nodeId: grid, nodeType: class_type, title: titleOf(prompt[grid]!, specs), input })
  const axes = axisInputs.flatMap(input => {
    const text = inputs[input] ?? ''
    if (typeof text !== 'string') throw refusal(at(input), 'the axis is a text, and cannot be wired')
    if (text.length > longest) throw refusal(at(input), `the axis is longer than ${longest} characters`)
    return text.trim() === '' ? [] : [readOne(prompt, specs, text, at(input))]
  })
  if (axes.length === 0)
    throw refusal(at('columns'), 'there is nothing to compare yet; write for example 7.steps = 1, 2, 4, 8')
  for (const [i, { input, node, widget }] of axes.entries())
    if (axes.slice(0, i).some(other => other.node === node && other.widget === widget))
      throw refusal(at(input), `${widget} of node ${node} is another axis already`)
  return axes
}

/** The title on the node. */
export const titleOf = ({ _meta, class_type }: PromptNode, specs: Specs): string =>
  _meta?.title ?? specs.get(class_type)?.title ?? class_type

type AxisPlace = WorkflowPlace & { readonly nodeId: string; readonly input: AxisInput }

const refusal = (place: WorkflowPlace, says: string) =>
  new WorkflowError('bad-value', `${describePlace(place)}: ${says}.`, place)

function readOne(prompt: Prompt, specs: Specs, text: string, place: AxisPlace): Axis {
  const refuse = (says: string): never => {
    throw refusal(place, says)
  }
  const written =
    readAxis(text) ?? refuse(`${shown(text)} is not an axis; write node.widget = values, as in 7.steps = 1, 2, 4`)
  const node = onlyNode(prompt, written.node, place.nodeId, refuse)
  const { class_type, inputs } = prompt[node]!
  const spec = specs.get(class_type)
  const title = titleOf(prompt[node]!, specs)
  const port = spec && Object.hasOwn(spec.inputs, written.widget) ? spec.inputs[written.widget] : undefined
  if (!port || !isWidget(port))
    return refuse(`node ${node} (${title}) has no widget "${written.widget}"; it has ${widgetNames(spec) || 'none'}`)
  const { series } = kindOf(port)
  if (!series)
    return refuse(
      `${written.widget} of node ${node} (${title}) has one value; its kind, ${port.kind}, cannot be compared`,
    )
  if (Array.isArray(inputs[written.widget]))
    refuse(`${written.widget} of node ${node} (${title}) comes over a wire; cut it, or compare what it comes from`)
  const about = `${written.widget} of node ${node} (${title})`
  const values = saying(about, place, () => axisValues(port, series, written.values, place, refuse))
  if (values.length === 0) refuse(`${about} has no values to go through`)
  return { input: place.input, node, title, widget: written.widget, port, values }
}

/** Adds the widget to an error in its values, which names the axis only. */
function saying<T>(about: string, place: AxisPlace, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof WorkflowError)) throw error
    const here = `${describePlace(place)}: `
    throw new WorkflowError(error.code, error.message.replace(here, `${here}${about}: `), error.place)
  }
}

/** The most nodes that a sentence lists. */
const mostListed = 50

function onlyNode(prompt: Prompt, wanted: string, grid: string, refuse: (says: string) => never): string {
  const others = Object.fromEntries(Object.entries(prompt).filter(([id]) => id !== grid))
  const list = (ids: readonly string[]) =>
    [
      ...ids.slice(0, mostListed).map(id => describeNode(prompt, id)),
      ...(ids.length > mostListed ? [`and ${ids.length - mostListed} more`] : []),
    ].join(', ')
  if (wanted === grid) return refuse('a grid cannot compare itself')
  const found = nodesNamed(others, wanted)
  if (found.length > 1) return refuse(`"${wanted}" is ${found.length} nodes; say which by its id: ${list(found)}`)
  if (found.length === 1) return found[0]!
  return refuse(
    `there is no node "${wanted}" that runs: it is muted, bypassed or deleted; there are ${list(Object.keys(others))}`,
  )
}
