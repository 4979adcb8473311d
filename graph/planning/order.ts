/** Which nodes each node reads. */
export type Reads = ReadonlyMap<string, ReadonlySet<string>>

/** @returns a node and everything it reads, directly or not */
export function ancestors(id: string, reads: Reads): Set<string> {
  const found = new Set([id])
  for (const next of found) for (const read of reads.get(next) ?? []) found.add(read)
  return found
}

/**
 * Ranks nodes so that each comes after what it reads (Kahn's algorithm).
 *
 * @returns rank by id; nodes in a circle, and those that read them, have none
 */
export function rank(reads: Reads): Map<string, number> {
  const readers = new Map([...reads.keys()].map(id => [id, [] as string[]]))
  const waiting = new Map<string, number>()
  for (const [id, sources] of reads) {
    waiting.set(id, sources.size)
    for (const source of sources) readers.get(source)?.push(id)
  }
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
