/** More columns than any real graph has. */
const maxPasses = 100

/**
 * Which column each node stands in when wires run left to right: its longest way from a node that reads nothing. In a
 * circle, as far as passes over all nodes get.
 *
 * @param sources  the nodes that each node reads; those without an entry of their own do not count
 */
export function columnsOf(sources: ReadonlyMap<string, readonly string[]>): Map<string, number> {
  const columns = new Map([...sources.keys()].map(id => [id, 0]))
  let isSettled = false
  for (let pass = 0; pass < maxPasses && !isSettled; pass++) {
    isSettled = true
    for (const [id, read] of sources) {
      const column = read.reduce((most, source) => Math.max(most, (columns.get(source) ?? -1) + 1), 0)
      if (column > columns.get(id)!) isSettled = false
      columns.set(id, column)
    }
  }
  return columns
}
