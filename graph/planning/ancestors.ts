import { linksOf } from '../document/links.ts'
import type { GraphScope } from '../workflow.ts'

const known = new WeakMap<GraphScope, Map<string, ReadonlySet<string>>>()

/** The nodes whose results a node reads, and those that these read, and so on; not the node itself, unless in a circle. */
export function ancestorsOf(graph: GraphScope, node: string): ReadonlySet<string> {
  const ofGraph = known.get(graph) ?? new Map<string, ReadonlySet<string>>()
  known.set(graph, ofGraph)
  const found = ofGraph.get(node) ?? walk(graph, node)
  ofGraph.set(node, found)
  return found
}

function walk(graph: GraphScope, node: string): ReadonlySet<string> {
  const into = Map.groupBy(linksOf(graph).values(), ({ to }) => to)
  const sources = (id: string) => (into.get(id) ?? []).map(({ from }) => from)
  const found = new Set(sources(node))
  for (const next of found) for (const source of sources(next)) found.add(source)
  return found
}
