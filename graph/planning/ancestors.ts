import { linksOf } from '../document/links.ts'
import type { GraphScope } from '../workflow.ts'

interface Known {
  readonly sources: ReadonlyMap<string, readonly string[]>
  readonly ancestors: Map<string, ReadonlySet<string>>
}
const known = new WeakMap<GraphScope, Known>()

/** The nodes whose results a node reads, and those that these read, and so on; not the node itself, unless in a circle. */
export function ancestorsOf(graph: GraphScope, node: string): ReadonlySet<string> {
  const { sources, ancestors } = known.get(graph) ?? { sources: sourcesOf(graph), ancestors: new Map() }
  known.set(graph, { sources, ancestors })
  const found = ancestors.get(node) ?? walk(sources, node)
  ancestors.set(node, found)
  return found
}

function sourcesOf(graph: GraphScope): Known['sources'] {
  const links = Map.groupBy(linksOf(graph).values(), ({ to }) => to)
  return new Map([...links].map(([to, into]) => [to, into.map(({ from }) => from)]))
}

function walk(sources: Known['sources'], node: string): ReadonlySet<string> {
  const found = new Set(sources.get(node))
  for (const next of found) for (const source of sources.get(next) ?? []) found.add(source)
  return found
}
