/** The largest number of columns; real workflows have fewer. */
const maxPasses = 100

/**
 * The column of each node when wires run left to right: the length of its longest path from a node without inputs. In a
 * cycle, the result of a limited number of passes.
 *
 * @param sources  the nodes that each node reads; nodes without an entry of their own are ignored
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
