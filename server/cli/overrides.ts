import { type Json, jsonInteger } from '../../graph/json.ts'
import type { NodeSpec, Port } from '../../graph/node.ts'
import { isWidget } from '../../graph/port-types.ts'
import type { Prompt, Specs } from '../../graph/prompt.ts'
import { currentType } from '../../graph/renames.ts'
import { setWidgetValue } from '../../graph/widget-values.ts'
import type { Workflow, WorkflowNode } from '../../graph/workflow.ts'
import type { Assignment } from './arguments.ts'
import { UsageError } from './usage.ts'

/** One input of one node, and the value it shall have. */
export interface Override {
  readonly id: string
  readonly input: string
  readonly value: Json
}

/**
 * What `--set` and `--seed` mean for this prompt.
 *
 * @throws UsageError when a node or input is not there (it lists what is) or the value is of the wrong kind
 */
export function overridesOf(
  prompt: Prompt,
  specs: Specs,
  wanted: { readonly set: readonly Assignment[]; readonly seed?: bigint },
): Override[] {
  const seeds = wanted.seed === undefined ? [] : seedOverrides(prompt, specs, wanted.seed)
  return [...seeds, ...wanted.set.map(assignment => overrideOf(prompt, specs, assignment))]
}

/** The prompt with these inputs; a link there before gives way to the value. */
export function withOverrides(prompt: Prompt, overrides: readonly Override[]): Prompt {
  const changed: Record<string, Prompt[string]> = { ...prompt }
  for (const { id, input, value } of overrides) {
    const node = changed[id]!
    changed[id] = { ...node, inputs: { ...node.inputs, [input]: value } }
  }
  return changed
}

/** Every seed that the prompt gives as a value; as text, since it may be larger than a number holds. */
export const seedsOf = (prompt: Prompt, specs: Specs): { node: string; input: string; seed: number | bigint }[] =>
  Object.entries(prompt).flatMap(([node, { class_type, inputs }]) =>
    Object.entries(specs.get(class_type)?.inputs ?? {})
      .filter(([input, port]) => port.kind === 'seed' && !Array.isArray(inputs[input]))
      .map(([input]) => ({ node, input, seed: seedValue(inputs[input]) })),
  )

/** A file may hold a seed as text or not at all; what is no seed is reported where the prompt is planned. */
const seedValue = (seed: Json | undefined): number | bigint =>
  /^\d+$/.test(String(seed)) ? jsonInteger(BigInt(String(seed))) : 0

function seedOverrides(prompt: Prompt, specs: Specs, seed: bigint): Override[] {
  const seeds = seedsOf(prompt, specs)
  if (seeds.length === 0) throw new UsageError('--seed: no node of this workflow has a seed')
  return seeds.map(({ node, input }) => ({ id: node, input, value: jsonInteger(seed) }))
}

function overrideOf(prompt: Prompt, specs: Specs, { node, input, value }: Assignment): Override {
  const id = nodeId(prompt, node)
  const type = prompt[id]!.class_type
  const spec = specs.get(type)
  const port = spec?.inputs[input]
  if (!spec || !port) {
    throw new UsageError(`--set ${node}.${input}: ${type} has no input '${input}'; it has ${inputNames(spec)}`)
  }
  return { id, input, value: typedValue(port, value, `--set ${node}.${input}`) }
}

function nodeId(prompt: Prompt, wanted: string): string {
  if (Object.hasOwn(prompt, wanted)) return wanted
  const entries = Object.entries(prompt)
  const byTitle = entries.filter(([, node]) => node._meta?.title === wanted)
  const found = byTitle.length > 0 ? byTitle : entries.filter(([, node]) => node.class_type === wanted)
  if (found.length === 1) return found[0]![0]
  if (found.length > 1) {
    throw new UsageError(
      `--set: '${wanted}' is ${found.length} nodes; say which by its id: ${found.map(describe).join(', ')}`,
    )
  }
  throw new UsageError(`--set: there is no node '${wanted}'; there are ${entries.map(describe).join(', ')}`)
}

const describe = ([id, node]: readonly [string, Prompt[string]]): string => {
  const title = node._meta?.title
  return `${id} (${title && title !== node.class_type ? `${title}, ` : ''}${node.class_type})`
}

const inputNames = (spec: NodeSpec | undefined): string =>
  Object.entries(spec?.inputs ?? {})
    .filter(([, port]) => isWidget(port))
    .map(([name]) => name)
    .join(', ') || 'none that can be set'

/** The written value as the port wants it. Ranges and lists are checked with the rest of the prompt. */
function typedValue(port: Port, written: string, where: string): Json {
  switch (port.kind) {
    case 'socket':
      throw new UsageError(`${where}: this input takes a wire (${port.type}), not a value`)
    case 'toggle':
      if (written !== 'true' && written !== 'false') {
        throw new UsageError(`${where}: expected true or false, got '${written}'`)
      }
      return written === 'true'
    case 'int':
    case 'seed':
      if (!/^-?\d+$/.test(written)) throw new UsageError(`${where}: expected a whole number, got '${written}'`)
      return jsonInteger(BigInt(written))
    case 'float':
      if (written.trim() === '' || !Number.isFinite(Number(written))) {
        throw new UsageError(`${where}: expected a number, got '${written}'`)
      }
      return Number(written)
    default:
      return written
  }
}

/**
 * The document with these values on its nodes, for the picture to carry; undefined where a value has no place in it (an
 * inner node of a subgraph, an input fed by a wire): better no document than one that makes another picture.
 */
export function workflowWith(workflow: Workflow, specs: Specs, overrides: readonly Override[]): Workflow | undefined {
  let nodes = workflow.nodes
  for (const override of overrides) {
    const at = nodes.findIndex(node => String(node.id) === override.id)
    const changed = nodes[at] && nodeWith(nodes[at], specs, override)
    if (!changed) return undefined
    nodes = nodes.with(at, changed)
  }
  return { ...workflow, nodes }
}

function nodeWith(node: WorkflowNode, specs: Specs, { input, value }: Override): WorkflowNode | undefined {
  const spec = specs.get(currentType(node.type))
  const wired = node.inputs?.some(({ name, link }) => name === input && link != null)
  return spec && !wired
    ? { ...node, widgets_values: setWidgetValue(spec, node.widgets_values, input, value) }
    : undefined
}
