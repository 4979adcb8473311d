import type { Graph } from '../../../engine/onnx/graph.ts'
import { castNode } from '../../../engine/onnx/messages.ts'

type Node = Graph['operators'][number]

/** Operators whose results hold the numbers of their inputs. */
const moving = new Set(['Reshape', 'Transpose', 'Concat', 'Split', 'Slice', 'Gather', 'Expand', 'Pad', 'Resize'])

/**
 * Makes a graph round every number to bfloat16 that one operator hands to another, in memory of float32: what a processor with
 * bfloat16 computes, where there is none. A processor keeps results in float32 that it hands on within one kernel, so its error is at most this.
 * Sensitive operators read and write float32.
 */
export function rounded(graph: Graph): Graph {
  const names = new Map<string, string>()
  const round = (name: string): Node[] => {
    const half = `${name}/rounded/bfloat16`
    names.set(name, `${name}/rounded`)
    return [castNode(half, name, 'bfloat16'), castNode(`${name}/rounded`, half, 'float32')]
  }
  const isNumbers = ({ data, type }: { data: unknown; type: string }) =>
    type === 'float32' && !(data instanceof ArrayBuffer)
  const weights = [...graph.stored].flatMap(([name, stored]) => (isNumbers(stored) ? round(name) : []))
  const inputs = graph.inputs.flatMap(({ name, type }) => (type === 'float32' ? round(name) : []))
  const operators = graph.operators.flatMap(node => {
    if (node.opType === 'Identity') return [node]
    if (graph.sensitive.has(node.name!)) return [node, ...node.output!.flatMap(round)]
    const changed = { ...node, input: node.input!.map(name => names.get(name) ?? name) }
    if (moving.has(node.opType!)) return [changed]
    return [changed, ...node.output!.flatMap(round)]
  })
  // Both `build` and the order of a run read this property.
  Object.defineProperty(graph, 'operators', { value: [...weights, ...inputs, ...operators] })
  return graph
}
