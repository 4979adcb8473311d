import { z } from 'zod'
import { choosePrompt } from './conversion/dynamic-prompt.ts'
import { type FindWidget, fillPlaceholders } from './conversion/placeholders.ts'
import { isBypassed, isMuted, nodesIn, openScopes, type Scope } from './conversion/scope.ts'
import { type Following, sourceOf } from './conversion/source.ts'
import { isVirtual } from './conversion/virtual-nodes.ts'
import { WorkflowError } from './errors.ts'
import { issueInWords } from './issue-in-words.ts'
import { isObject, type Json, type JsonObject } from './json.ts'
import type { NodeSpec, Port } from './node.ts'
import { isWidget } from './port-types.ts'
import { currentType } from './renames.ts'
import { kindOf } from './widgets/widget-kinds.ts'
import { asWidgetObject } from './widgets/widget-slots.ts'
import { readWidgetValues } from './widgets/widget-values.ts'
import type { Workflow, WorkflowNode } from './workflow.ts'

/** What runs: ComfyUI's API format. Keys are node ids; nodes inside subgraphs are `"12:5"`. */
export type Prompt = Readonly<Record<string, PromptNode>>
export interface PromptNode {
  readonly class_type: string
  /** A literal, a literal array as `{"__value__": […]}`, or a link `["4", 0]`: node id and output number. */
  readonly inputs: JsonObject
  readonly _meta?: { readonly title?: string }
}

export type Specs = ReadonlyMap<string, NodeSpec>

export interface PromptOptions {
  /** Uniform in [0, 1): chooses among `{a|b}` in multi-line texts. */
  readonly random?: () => number
  /** For `%date:…%` in single-line texts. */
  readonly now?: Date
}

const promptNode = z.looseObject({
  class_type: z.string(),
  inputs: z.looseObject({}).optional(),
  _meta: z.looseObject({ title: z.string().optional() }).optional(),
})

/** Whether data is in the API format: an object of nodes. One that is damaged in places is one still. */
export const isPrompt = (data: unknown): boolean =>
  isObject(data) &&
  !Array.isArray(data.nodes) &&
  Object.values(data).some(node => isObject(node) && 'class_type' in node)

/** The most nodes of a prompt; planning and drawing many more takes long. */
const mostNodes = 100_000

/** @throws WorkflowError `unreadable`, naming the place: `3.class_type: expected string`; `unsupported` beyond 100,000 nodes */
export function checkPrompt(data: unknown): Prompt {
  if (!isObject(data)) throw new WorkflowError('unreadable', 'A prompt is a JSON object of nodes.')
  const count = Object.keys(data).length
  if (count > mostNodes)
    throw new WorkflowError('unsupported', `The prompt has ${count} nodes; at most ${mostNodes} can be run.`)
  return Object.fromEntries(
    Object.entries(data).map(([id, node]) => {
      const { data: checked, error } = promptNode.safeParse(node)
      if (checked) return [id, { ...checked, inputs: (checked.inputs ?? {}) as JsonObject } as PromptNode]
      const issue = error.issues[0]!
      const found = issueInWords({ ...issue, path: [id, ...issue.path] })
      throw new WorkflowError('unreadable', `The prompt is damaged at ${found}.`, { nodeId: id })
    }),
  )
}

/**
 * Turns a workflow into what runs: virtual nodes, mutes, bypasses and subgraphs dissolve, widgets get their names.
 * Nodes without a spec keep their wires, so that planning can name them. Linear in the workflow with its subgraphs
 * opened, which is bounded (see `openScopes`), as is what placeholders add.
 *
 * @throws WorkflowError `cycle` for a circle of reroutes or a subgraph inside itself, `unsupported` beyond a bound
 */
export function toPrompt(workflow: Workflow, specs: Specs, options: PromptOptions = {}): Prompt {
  const active = [...nodesIn(openScopes(workflow, specs))].filter(({ node }) => runs(node))
  const conversion = { specs, write: literalWriter(specs, options), known: new Map() }
  return Object.fromEntries(active.map(({ scope, node, id }) => [id, convert(scope, node, conversion)]))
}

const runs = (node: WorkflowNode) => !isVirtual(node) && !isMuted(node) && !isBypassed(node)

/** What the nodes of one workflow are converted with. */
interface Conversion extends Following {
  readonly write: ReturnType<typeof literalWriter>
}

function convert(scope: Scope, node: WorkflowNode, conversion: Conversion): PromptNode {
  const { specs, write } = conversion
  const type = currentType(node.type)
  const spec = specs.get(type)
  const literals = new Map(Object.entries(widgetsOf(node, spec)))
  const links = new Map<string, Json>()
  for (const input of node.inputs ?? []) {
    const source = sourceOf(scope, input, conversion)
    if (source.kind === 'output') links.set(input.name, [source.id, source.slot])
    else if (source.kind === 'value' && takesValue(spec, input.name)) literals.set(input.name, source.value)
    else if (source.kind === 'muted') literals.delete(input.name)
  }
  const written = [...literals].map(([name, value]) => [name, write(value, spec?.inputs[name], scope)] as const)
  return {
    class_type: type,
    inputs: Object.fromEntries(new Map([...written, ...links])),
    _meta: { title: node.title ?? spec?.title ?? type },
  }
}

const widgetsOf = (node: WorkflowNode, spec: NodeSpec | undefined): Readonly<Record<string, Json>> =>
  spec ? readWidgetValues(spec, node.widgets_values).values : (asWidgetObject(node.widgets_values) ?? {})

/** Unknown nodes get every value; known ones none on a socket. */
const takesValue = (spec: NodeSpec | undefined, name: string) => {
  const port = spec?.inputs[name]
  return !port || isWidget(port)
}

/** The most characters that placeholders may put into a prompt. */
const mostFilled = 10_000_000

/** Chooses, fills and wraps what a widget holds on its way into a prompt. */
function literalWriter(specs: Specs, { random = Math.random, now = new Date() }: PromptOptions) {
  const finders = new Map<Scope, FindWidget>()
  let filled = 0
  const findIn = (scope: Scope): FindWidget => {
    const find = finders.get(scope) ?? findWidget(scope, specs)
    finders.set(scope, find)
    return (node, widget) => {
      const found = find(node, widget)
      filled += found?.length ?? 0
      if (filled > mostFilled)
        throw new WorkflowError(
          'unsupported',
          `The placeholders put more than ${mostFilled} characters into the texts.`,
        )
      return found
    }
  }
  return (value: Json, port: Port | undefined, scope: Scope): Json => {
    if (Array.isArray(value)) return { __value__: value }
    const fills = port && isWidget(port) ? kindOf(port).fills?.(port) : undefined
    if (typeof value !== 'string' || !fills) return value
    return fills === 'choices' ? choosePrompt(value, random) : fillPlaceholders(value, now, findIn(scope))
  }
}

/** Finds nodes as `%Node.widget%` names them: by class name, else by title. */
function findWidget(scope: Scope, specs: Specs): FindWidget {
  // The first of several counts.
  const nodes = [...scope.nodes.values()].reverse()
  const byClass = new Map(nodes.map(node => [node.properties?.['Node name for S&R'], node]))
  const byTitle = new Map(nodes.map(node => [node.title, node]))
  const read = new Map<WorkflowNode, Readonly<Record<string, Json>>>()
  const valuesOf = (node: WorkflowNode) => {
    const spec = specs.get(currentType(node.type))
    const values = read.get(node) ?? (spec ? readWidgetValues(spec, node.widgets_values).values : {})
    read.set(node, values)
    return values
  }
  return (name, widget) => {
    const node = byClass.get(name) ?? byTitle.get(name)
    const values = node ? valuesOf(node) : {}
    return Object.hasOwn(values, widget) ? String(values[widget]) : undefined
  }
}
