/** Places by their distance, the nearest first; of equal ones the one that came first. */
export interface SortedQueue {
  push(place: number, distance: number): void
  pop(): number | undefined
}

/** A binary heap: Williams 1964, doi:10.1145/512274.512284. */
export function sortedQueue(): SortedQueue {
  const heap: { readonly place: number; readonly distance: number; readonly order: number }[] = []
  let order = 0
  const isBefore = (a: number, b: number) => {
    const [x, y] = [heap[a]!, heap[b]!]
    return x.distance < y.distance || (x.distance === y.distance && x.order < y.order)
  }
  const swap = (a: number, b: number) => {
    const kept = heap[a]!
    heap[a] = heap[b]!
    heap[b] = kept
  }
  return {
    push(place, distance) {
      heap.push({ place, distance, order: order++ })
      for (let i = heap.length - 1; i > 0 && isBefore(i, (i - 1) >> 1); i = (i - 1) >> 1) swap(i, (i - 1) >> 1)
    },
    pop() {
      if (heap.length === 0) return undefined
      swap(0, heap.length - 1)
      const { place } = heap.pop()!
      for (let i = 0; ; ) {
        let first = i
        for (const child of [2 * i + 1, 2 * i + 2]) if (child < heap.length && isBefore(child, first)) first = child
        if (first === i) return place
        swap(i, first)
        i = first
      }
    },
  }
}
