import type { Json } from '../json.ts'
import type { NodeSpec, Port, Widget } from '../node.ts'
import { isWidget } from '../port-types.ts'
import { currentType } from '../renames.ts'
import { named, namedAgain, withValue } from '../widgets/node-values.ts'
import { kindOf } from '../widgets/widget-kinds.ts'
import { asWidgetArray, asWidgetObject } from '../widgets/widget-slots.ts'
import type { GraphScope, Subgraph, Workflow, WorkflowNode } from '../workflow.ts'
import { chooseText, withoutEscapes } from './dynamic-prompt.ts'
import { heldAt } from './group-nodes.ts'
import type { ValuePlace } from './source.ts'

type Specs = ReadonlyMap<string, NodeSpec>

/** Chooses among `{a|b}` in the texts of one run, draws its random seeds, and remembers what it chose. */
export interface Chooser {
  /** The value as it runs. One place in the document is drawn once, however many nodes read it. */
  choose(value: Json, port: Port | undefined, place: ValuePlace): Json
  /** The document with the chosen texts in place of the choices: it makes the same picture again. */
  recorded(workflow: Workflow): Workflow
}

export function createChooser(specs: Specs, random: () => number): Chooser {
  /** By graph (an empty text for the workflow itself) and node. */
  const chosen = new Map<string, Map<string, Map<ValuePlace['key'], string | number>>>()
  return {
    choose(value, port, place) {
      if (!port || !isWidget(port) || !isDrawn(port, value)) return value
      const { graph, node, key } = kept(place)
      const byNode = chosen.get(graph) ?? new Map<string, Map<ValuePlace['key'], string | number>>()
      const byKey = byNode.get(node) ?? new Map<ValuePlace['key'], string | number>()
      const choice = byKey.get(key) ?? (typeof value === 'string' ? chooseText(value, random) : drawSeed(random))
      chosen.set(graph, byNode.set(node, byKey.set(key, choice)))
      return typeof choice === 'string' ? withoutEscapes(choice) : choice
    },
    recorded(workflow) {
      const record = <G extends GraphScope>(graph: G, id: string): G => {
        const byNode = chosen.get(id)
        return byNode
          ? { ...graph, nodes: graph.nodes.map(node => withTexts(node, byNode.get(String(node.id)), specs)) }
          : graph
      }
      const inside = <G extends Workflow | Subgraph>(graph: G): G =>
        graph.definitions?.subgraphs
          ? {
              ...graph,
              definitions: {
                ...graph.definitions,
                subgraphs: graph.definitions.subgraphs.map(each => inside(record(each, each.id))),
              },
            }
          : graph
      return chosen.size === 0 ? workflow : inside(record(workflow, ''))
    },
  }
}

/** Whether a value stands for what is drawn for each run: a text with choices, or a seed. */
function isDrawn(port: Widget, value: Json): value is string | number {
  if (typeof value === 'string') return kindOf(port).fills?.(port) === 'choices'
  return port.kind === 'seed' && Number.isInteger(value) && (port.drawn ?? []).includes(BigInt(value as number))
}

/** As rgthree draws it, from 1 to 2⁵⁰. */
const drawSeed = (random: () => number) => 1 + Math.floor(random() * 2 ** 50)

/** Where the file keeps a value. Inside an old group node, that is the group node itself. */
function kept({ scope, node, key }: ValuePlace): {
  readonly graph: string
  readonly node: string
  readonly key: string | number
} {
  const { instance } = scope
  const at = instance && typeof key === 'string' ? heldAt(instance.definition, node, key) : undefined
  if (at !== undefined) return kept({ ...instance!, key: at })
  const isInFile = !instance || scope.definitions.get(instance.definition.id) === instance.definition
  return { graph: !instance ? '' : isInFile ? instance.definition.id : scope.path, node: String(node.id), key }
}

function withTexts(
  node: WorkflowNode,
  texts: ReadonlyMap<ValuePlace['key'], string | number> | undefined,
  specs: Specs,
): WorkflowNode {
  const spec = specs.get(currentType(node.type))
  let changed = node
  for (const [key, text] of texts ?? []) {
    const values = asWidgetArray(changed.widgets_values)
    // Another node of a damaged file may have the same id.
    if (spec && typeof key === 'string' && !Object.hasOwn(spec.inputs, key)) continue
    if (spec && typeof key === 'string') changed = { ...changed, ...withValue(spec, changed, key, text) }
    else if (typeof key === 'string')
      changed = {
        ...changed,
        widgets_values: { ...asWidgetObject(changed.widgets_values), [key]: text },
        ...named(changed, key, text),
      }
    else if (key < values.length)
      changed = { ...changed, widgets_values: values.with(key, text), ...namedAgain(changed, values[key], text) }
  }
  return changed
}
