/** An operator with the names of its inputs and outputs. */
export interface Operation {
  readonly opType?: string | null
  readonly input?: string[] | null
  readonly output?: string[] | null
}

/**
 * The order in which ONNX Runtime runs a graph's operators: a depth-first search from the ends of the graph, where each
 * operator follows its inputs; of the inputs of one operator, the one written last in the file comes first.
 */
export function runOrder<T extends Operation>(written: readonly T[]): T[] {
  const makers = new Map(written.flatMap(({ output }, i) => output!.map(name => [name, i] as const)))
  const makersFor = ({ input }: T) => [...new Set(input!.flatMap(name => makers.get(name) ?? []))].sort((a, b) => a - b)
  const read = new Set(written.flatMap(makersFor))
  const stack = [...written.keys()].filter(i => !read.has(i))
  const order: T[] = []
  const state = new Map<number, 'entered' | 'left'>()
  while (stack.length > 0) {
    const i = stack.at(-1)!
    const operation = written[i]!
    if (state.has(i)) {
      stack.pop()
      if (state.get(i) === 'entered') order.push(operation)
      state.set(i, 'left')
    } else {
      state.set(i, 'entered')
      stack.push(...makersFor(operation).filter(maker => !state.has(maker)))
    }
  }
  return order
}
