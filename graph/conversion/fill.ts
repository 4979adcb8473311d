import { WorkflowError } from '../errors.ts'
import type { Json, JsonObject } from '../json.ts'
import type { NodeSpec, Port } from '../node.ts'
import { isWidget } from '../port-types.ts'
import { currentType } from '../renames.ts'
import { kindOf } from '../widgets/widget-kinds.ts'
import { asWidgetArray } from '../widgets/widget-slots.ts'
import { readWidgetValues } from '../widgets/widget-values.ts'
import type { WorkflowNode } from '../workflow.ts'
import { fillPlaceholders } from './placeholders.ts'
import type { Scope } from './scope.ts'
import { holdsValue } from './virtual-nodes.ts'

type Specs = ReadonlyMap<string, NodeSpec>
/** A prompt, as far as values go. */
type Prompt<N> = Readonly<Record<string, N>>
interface Values {
  readonly class_type: string
  readonly inputs: JsonObject
}

/** The most characters that placeholders may put into a prompt. */
const mostFilled = 10_000_000

/**
 * Fills `%Node.widget%` and dates in the texts of a prompt with what runs: values that were given for the run, values of
 * primitives and of subgraphs' instances. A node is looked for in the same graph, then in all of them.
 *
 * @param scopes  of the prompt's nodes, by their ids
 * @throws WorkflowError `unsupported` where that would add more than 10 million characters
 */
export function filled<N extends Values>(
  prompt: Prompt<N>,
  root: Scope,
  scopes: ReadonlyMap<string, Scope>,
  specs: Specs,
  now: Date,
): Prompt<N> {
  const find = finder(prompt, root, specs)
  let length = 0
  const write = (value: Json, port: Port | undefined, scope: Scope): Json => {
    const fills = port && isWidget(port) ? kindOf(port).fills?.(port) : undefined
    if (typeof value !== 'string' || fills !== 'placeholders') return value
    return fillPlaceholders(value, now, (node, widget) => {
      const found = find(scope, node, widget)
      length += found?.length ?? 0
      if (length > mostFilled)
        throw new WorkflowError(
          'unsupported',
          `The placeholders put more than ${mostFilled} characters into the texts.`,
        )
      return found
    })
  }
  return Object.fromEntries(
    Object.entries(prompt).map(([id, node]) => {
      const ports = specs.get(node.class_type)?.inputs
      const scope = scopes.get(id) ?? root
      const inputs = Object.entries(node.inputs).map(([name, value]) => [name, write(value, ports?.[name], scope)])
      return [id, { ...node, inputs: Object.fromEntries(inputs) }]
    }),
  )
}

interface Named {
  readonly scope: Scope
  readonly id: string
  readonly node: WorkflowNode
}

/** Finds widgets as `%Node.widget%` names them: the node by class name, else by title. */
function finder(prompt: Prompt<Values>, root: Scope, specs: Specs) {
  const everywhere = byName([...allNodes(root)])
  const inScope = new Map<Scope, ReturnType<typeof byName>>()
  const read = new Map<WorkflowNode, Readonly<Record<string, Json>>>()
  const savedIn = (node: WorkflowNode) => {
    const spec = specs.get(currentType(node.type))
    const values = read.get(node) ?? (spec ? readWidgetValues(spec, node.widgets_values).values : {})
    read.set(node, values)
    return values
  }
  const runningValue = ({ scope, id, node }: Named, widget: string): Json | undefined => {
    const running = prompt[scope.path + id]?.inputs
    const value = running && Object.hasOwn(running, widget) ? running[widget] : undefined
    if (value !== undefined && (typeof value !== 'object' || value === null)) return value
    if (holdsValue(node) && widget === 'value') return asWidgetArray(node.widgets_values)[0]
    const promoted = scope.inner.get(id)?.instance?.values.get(widget)?.value
    const saved = savedIn(node)
    return promoted ?? (Object.hasOwn(saved, widget) ? saved[widget] : undefined)
  }
  return (scope: Scope, name: string, widget: string): string | undefined => {
    const here = inScope.get(scope) ?? byName(nodesOf(scope))
    inScope.set(scope, here)
    const node = here(name) ?? everywhere(name)
    const value = node && runningValue(node, widget)
    return value === undefined ? undefined : String(value)
  }
}

/** The first of several counts. */
function byName(nodes: readonly Named[]) {
  const reversed = [...nodes].reverse()
  const byClass = new Map(reversed.map(each => [each.node.properties?.['Node name for S&R'] ?? each.node.type, each]))
  const byTitle = new Map(reversed.map(each => [each.node.title, each]))
  return (name: string) => byClass.get(name) ?? byTitle.get(name)
}

const nodesOf = (scope: Scope): Named[] => [...scope.nodes].map(([id, node]) => ({ scope, id, node }))

function* allNodes(scope: Scope): Generator<Named> {
  yield* nodesOf(scope)
  for (const inside of scope.inner.values()) yield* allNodes(inside)
}
