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
  const sources = new Map<string, string[]>()
  for (const { from, to } of linksOf(graph).values()) sources.set(to, [...(sources.get(to) ?? []), from])
  const found = new Set<string>()
  const waiting = [...(sources.get(node) ?? [])]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (found.has(next)) continue
    found.add(next)
    waiting.push(...(sources.get(next) ?? []))
  }
  return found
}
