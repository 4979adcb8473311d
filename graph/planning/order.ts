/** Which nodes each node reads. */
export type Reads = ReadonlyMap<string, ReadonlySet<string>>

/**
 * @param known  nodes that are left out, with all they read
 * @returns      a node and everything it reads, directly or not
 */
export function ancestors(id: string, reads: Reads, known: ReadonlySet<string> = new Set()): Set<string> {
  const found = new Set(known.has(id) ? [] : [id])
  for (const next of found) for (const read of reads.get(next) ?? []) if (!known.has(read)) found.add(read)
  return found
}

/** The nodes and everything they read, directly or not; what the first of them needs comes first. */
export function ancestorsOfAll(ids: Iterable<string>, reads: Reads): Set<string> {
  const all = new Set<string>()
  for (const id of ids) for (const found of ancestors(id, reads, all)) all.add(found)
  return all
}

/** Which nodes read each node. */
export function readersOf(reads: Reads): Reads {
  const readers = new Map([...reads.keys()].map(id => [id, new Set<string>()]))
  for (const [id, sources] of reads) for (const source of sources) readers.get(source)?.add(id)
  return readers
}

/**
 * Counts the ancestors of many nodes, each with itself: 32 nodes at a time, as the bits of one number for each node.
 *
 * @param ranks  of all nodes, by id, in ascending order; see `rank`
 */
export function countAncestors(ids: readonly string[], reads: Reads, ranks: ReadonlyMap<string, number>): number[] {
  const counts = ids.map(() => 0)
  const sources = Array.from(ranks.keys(), id => [...(reads.get(id) ?? [])].map(source => ranks.get(source)!))
  const readBy = new Int32Array(sources.length)
  for (let first = 0; first < ids.length; first += 32) {
    ids.slice(first, first + 32).forEach((id, bit) => {
      readBy[ranks.get(id)!]! |= 1 << bit
    })
    for (let node = sources.length - 1; node >= 0; node--) {
      const bits = readBy[node]!
      readBy[node] = 0
      for (const source of bits === 0 ? [] : sources[node]!) readBy[source]! |= bits
      for (let left = bits; left !== 0; left &= left - 1) counts[first + 31 - Math.clz32(left & -left)]!++
    }
  }
  return counts
}

/**
 * Ranks nodes so that each comes after what it reads (Kahn's algorithm).
 *
 * @returns rank by id; nodes in a circle, and those that read them, have none
 */
export function rank(reads: Reads): Map<string, number> {
  const readers = readersOf(reads)
  const waiting = new Map([...reads].map(([id, sources]) => [id, sources.size]))
  const ranks = new Map<string, number>()
  const ready = [...waiting].filter(([, count]) => count === 0).map(([id]) => id)
  for (const id of ready) {
    ranks.set(id, ranks.size)
    for (const reader of readers.get(id) ?? []) {
      const left = waiting.get(reader)! - 1
      waiting.set(reader, left)
      if (left === 0) ready.push(reader)
    }
  }
  return ranks
}

/** @returns every circle once, its nodes in the order in which values would run around it */
export function circles(reads: Reads): string[][] {
  const ranks = rank(reads)
  const done = new Set<string>()
  const found: string[][] = []
  for (const start of reads.keys()) {
    const path = new Set<string>()
    let id: string | undefined = start
    while (id !== undefined && !ranks.has(id) && !done.has(id) && !path.has(id)) {
      path.add(id)
      id = unranked(reads, ranks, id)
    }
    if (id !== undefined && path.has(id)) found.push([...path].slice([...path].indexOf(id)).reverse())
    for (const passed of path) done.add(passed)
  }
  return found
}

const unranked = (reads: Reads, ranks: ReadonlyMap<string, number>, id: string) =>
  [...(reads.get(id) ?? [])].find(source => !ranks.has(source))
