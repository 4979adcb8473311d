interface Counted {
  readonly count: number
}

/**
 * Returns the item of the highest count first — a binary heap, Williams 1964, doi:10.1145/512274.512284. Of equal items it
 * returns the one that Pillow's heap returns, because the order of a palette depends on it.
 */
export class BoxHeap<T extends Counted> {
  /** The children of k are 2k + 1 and 2k + 2. */
  readonly #items: T[] = []

  add(item: T): void {
    const items = this.#items
    let k = items.push(item) - 1
    for (let above = (k - 1) >> 1; k > 0 && item.count > items[above]!.count; above = (k - 1) >> 1) {
      items[k] = items[above]!
      k = above
    }
    items[k] = item
  }

  remove(): T | undefined {
    const items = this.#items
    const [first] = items
    const last = items.pop()
    if (!last || items.length === 0) return first
    let k = 0
    for (let child = 1; child < items.length; child = 2 * k + 1) {
      if (child + 1 < items.length && items[child]!.count < items[child + 1]!.count) child++
      if (last.count > items[child]!.count) break
      items[k] = items[child]!
      k = child
    }
    items[k] = last
    return first
  }
}
