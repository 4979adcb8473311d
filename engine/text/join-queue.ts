/** The places where neighbours can be joined: a list for each rank, and a binary heap (Williams 1964) of the ranks. */
export class JoinQueue {
  readonly #positions = new Map<number, number[]>()
  /** The children of k are 2k + 1 and 2k + 2. */
  readonly #ranks: number[] = []

  add(rank: number, position: number): void {
    const positions = this.#positions.get(rank)
    if (positions) positions.push(position)
    else {
      this.#positions.set(rank, [position])
      this.#addRank(rank)
    }
  }

  /** @returns all positions of the lowest rank, ascending; undefined when there is nothing left */
  removeLowest(): { readonly rank: number; readonly positions: readonly number[] } | undefined {
    const rank = this.#removeRank()
    if (rank === undefined) return undefined
    const positions = this.#positions.get(rank)!.sort((a, b) => a - b)
    this.#positions.delete(rank)
    return { rank, positions }
  }

  #addRank(rank: number): void {
    const ranks = this.#ranks
    let k = ranks.push(rank) - 1
    for (let above = (k - 1) >> 1; k > 0 && rank < ranks[above]!; above = (k - 1) >> 1) {
      ranks[k] = ranks[above]!
      k = above
    }
    ranks[k] = rank
  }

  #removeRank(): number | undefined {
    const ranks = this.#ranks
    const [first] = ranks
    const last = ranks.pop()
    if (last === undefined || ranks.length === 0) return first
    let k = 0
    for (let child = 1; child < ranks.length; child = 2 * k + 1) {
      if (child + 1 < ranks.length && ranks[child + 1]! < ranks[child]!) child++
      if (last < ranks[child]!) break
      ranks[k] = ranks[child]!
      k = child
    }
    ranks[k] = last
    return first
  }
}
