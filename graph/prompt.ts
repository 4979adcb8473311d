import { z } from 'zod'
import { type Chooser, createChooser } from './conversion/choices.ts'
import { filled } from './conversion/fill.ts'
import { isPowerLoraLoader, namedLoras } from './conversion/power-loras.ts'
import { isBypassed, isMuted, nodesIn, openScopes, type Scope } from './conversion/scope.ts'
import { type Following, sourceOf, type ValuePlace } from './conversion/source.ts'
import { isVirtual } from './conversion/virtual-nodes.ts'
import { WorkflowError } from './errors.ts'
import { issueInWords } from './issue-in-words.ts'
import { isObject, type Json, type JsonObject } from './json.ts'
import { migratedType } from './migrate.ts'
import type { NodeSpec } from './node.ts'
import { atOnce, type InParts, mapInParts } from './planning/in-parts.ts'
import { isWidget } from './port-types.ts'
import { currentType } from './renames.ts'
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
export const checkPrompt = (data: unknown): Prompt => atOnce(checkPromptInParts(data))

/** As `checkPrompt`. */
export function* checkPromptInParts(data: unknown): InParts<Prompt> {
  if (!isObject(data)) throw new WorkflowError('unreadable', 'A prompt is a JSON object of nodes.')
  const count = Object.keys(data).length
  if (count > mostNodes)
    throw new WorkflowError('unsupported', `The prompt has ${count} nodes; at most ${mostNodes} can be run.`)
  // Programs write comments and versions beside the nodes.
  const nodes = Object.entries(data).filter(([, node]) => isObject(node) && ('class_type' in node || 'inputs' in node))
  return Object.fromEntries(
    yield* mapInParts(nodes, ([id, node]) => {
      const { data: checked, error } = promptNode.safeParse(node)
      const inputs = (checked?.inputs ?? {}) as JsonObject
      if (checked)
        return [id, { ...checked, class_type: migratedType(checked.class_type, inputs), inputs } as PromptNode]
      const issue = error.issues[0]!
      const found = issueInWords({ ...issue, path: [id, ...issue.path] })
      throw new WorkflowError('unreadable', `The prompt is damaged at ${found}.`, { nodeId: id })
    }),
  )
}

/** A workflow on its way to a run. */
export interface Converted {
  /** What runs, with the placeholders in its texts. */
  readonly prompt: Prompt
  /** The document with the texts that were chosen: what pictures carry, so that they can be made again. */
  readonly workflow: Workflow
  /** The prompt, or that prompt with other values, with its placeholders filled from it. */
  fill(prompt: Prompt): Prompt
}

/**
 * Turns a workflow into what runs: virtual nodes, mutes, bypasses, subgraphs and group nodes dissolve, widgets get their
 * names. Nodes without a spec keep their wires, so that planning can name them. Linear in the workflow with its subgraphs
 * opened, which is bounded (see `openScopes`), as is what placeholders add.
 *
 * @throws WorkflowError `cycle` for a circle of reroutes or a subgraph inside itself, `unsupported` beyond a bound
 */
export const convertWorkflow = (workflow: Workflow, specs: Specs, options?: PromptOptions): Converted =>
  atOnce(convertInParts(workflow, specs, options))

/** As `convertWorkflow`. */
export function* convertInParts(workflow: Workflow, specs: Specs, options: PromptOptions = {}): InParts<Converted> {
  const { random = Math.random, now = new Date() } = options
  const root = openScopes(workflow, specs)
  yield
  const active = [...nodesIn(root)].filter(({ node }) => runs(node))
  const chooser = createChooser(specs, random)
  const conversion = { specs, chooser, known: new Map() }
  const scopes = new Map(active.map(({ id, scope }) => [id, scope]))
  const nodes = yield* mapInParts(active, ({ scope, node, id }) => [id, convert(scope, node, conversion)] as const)
  return {
    prompt: Object.fromEntries(nodes),
    workflow: chooser.recorded(workflow),
    fill: prompt => filled(prompt, root, scopes, specs, now),
  }
}

/** What runs, with its placeholders filled. @throws WorkflowError as `convertWorkflow` */
export function toPrompt(workflow: Workflow, specs: Specs, options: PromptOptions = {}): Prompt {
  const { prompt, fill } = convertWorkflow(workflow, specs, options)
  return fill(prompt)
}

const runs = (node: WorkflowNode) => !isVirtual(node) && !isMuted(node) && !isBypassed(node)

/** What the nodes of one workflow are converted with. */
interface Conversion extends Following {
  readonly chooser: Chooser
}

function convert(scope: Scope, node: WorkflowNode, conversion: Conversion): PromptNode {
  const { specs, chooser } = conversion
  const type = currentType(node.type)
  const spec = specs.get(type)
  const literals = new Map(
    Object.entries(widgetsOf(node, spec)).map(([key, value]) => [
      key,
      { value, place: { scope, node, key } as ValuePlace },
    ]),
  )
  const links = new Map<string, Json>()
  for (const input of node.inputs ?? []) {
    const source = sourceOf(scope, input, conversion)
    if (source.kind === 'output') links.set(input.name, [source.id, source.slot])
    else if (source.kind === 'value' && takesValue(spec, input.name))
      literals.set(input.name, { value: source.value, place: source })
    else if (source.kind === 'muted') literals.delete(input.name)
  }
  const written = [...literals]
    .filter(([name]) => !links.has(name))
    .map(([name, { value, place }]) => [name, wrapped(chooser.choose(value, spec?.inputs[name], place))] as const)
  return {
    class_type: type,
    inputs: Object.fromEntries(new Map([...written, ...links])),
    _meta: { title: node.title ?? spec?.title ?? type },
  }
}

const wrapped = (value: Json): Json => (Array.isArray(value) ? { __value__: value } : value)

const widgetsOf = (node: WorkflowNode, spec: NodeSpec | undefined): Readonly<Record<string, Json>> =>
  isPowerLoraLoader(node.type)
    ? namedLoras(node.widgets_values)
    : spec
      ? readWidgetValues(spec, node.widgets_values).values
      : (asWidgetObject(node.widgets_values) ?? {})

/** Unknown nodes get every value; known ones none on a socket. */
const takesValue = (spec: NodeSpec | undefined, name: string) => {
  const port = spec?.inputs[name]
  return !port || isWidget(port)
}
