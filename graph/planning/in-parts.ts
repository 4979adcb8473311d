/**
 * Long work in parts of some milliseconds: between two of them the caller may let others have their turn, and may stop.
 * What it returns is the result.
 */
export type InParts<T> = Generator<undefined, T, undefined>

/** How many nodes or links are a part. */
export const itemsOfAPart = 500

/** Does the work without pauses. */
export function atOnce<T>(work: InParts<T>): T {
  let part = work.next()
  while (!part.done) part = work.next()
  return part.value
}

/** `items.map(change)` */
export function* mapInParts<A, B>(items: readonly A[], change: (item: A, index: number) => B): InParts<B[]> {
  const changed: B[] = []
  for (const [index, item] of items.entries()) {
    if (index % itemsOfAPart === itemsOfAPart - 1) yield
    changed.push(change(item, index))
  }
  return changed
}
