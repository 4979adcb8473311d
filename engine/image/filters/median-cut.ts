/**
 * The palette of a picture by median cut — Heckbert 1982, doi:10.1145/965145.801294, as Pillow's quantize() cuts: the box
 * with most pixels is split at the median of the axis that looks longest (77·R, 150·G, 29·B), until there is a box for
 * every colour; a box's colour is the mean of its pixels.
 */

export type Rgb = readonly [r: number, g: number, b: number]

/** A colour, and how many pixels have it. */
interface Tally {
  readonly rgb: Rgb
  readonly count: number
}

interface ColorBox {
  readonly tallies: readonly Tally[]
  readonly count: number
  halves?: readonly [ColorBox, ColorBox]
}

const eye: Rgb = [77, 150, 29]

/** Pillow distinguishes at most this many colours; a picture with more loses low bits first. */
const mostColors = 65_536

/**
 * @param pixels  r, g, b, r, g, b …
 * @param colors  1…256
 * @returns       as many colours or fewer, 0…255, in Pillow's order
 */
export function medianCut(pixels: Uint8Array, colors: number): Rgb[] {
  const { tallies, shift } = tally(pixels)
  const root: ColorBox = { tallies, count: pixels.length / 3 }
  const heap = new BoxHeap<ColorBox>()
  heap.add(root)
  for (let left = colors - 1; left > 0; left--) {
    let largest = heap.remove()
    while (largest && largest.tallies.length === 1) largest = heap.remove()
    if (!largest) break
    largest.halves = split(largest)
    for (const half of largest.halves) heap.add(half)
  }
  return means(pixels, leaves(root), shift)
}

const keyOf = (r: number, g: number, b: number, shift: number): number =>
  ((r >> shift) << 16) | ((g >> shift) << 8) | (b >> shift)

function tally(pixels: Uint8Array): { readonly tallies: readonly Tally[]; readonly shift: number } {
  for (let shift = 0; ; shift++) {
    const counts = new Map<number, number>()
    for (let i = 0; i < pixels.length; i += 3) {
      const key = keyOf(pixels[i]!, pixels[i + 1]!, pixels[i + 2]!, shift)
      counts.set(key, (counts.get(key) ?? 0) + 1)
    }
    if (counts.size > mostColors) continue
    const tallies = [...counts].map(([key, count]): Tally => ({ rgb: [key >> 16, (key >> 8) & 255, key & 255], count }))
    return { tallies, shift }
  }
}

/** The brighter half first. Equal values stay together; the darker half is never empty. */
function split({ tallies, count }: ColorBox): readonly [ColorBox, ColorBox] {
  const axis = longestAxis(tallies)
  const sorted = tallies.toSorted((a, b) => b.rgb[axis] - a.rgb[axis])
  const valueAt = (i: number) => sorted[i]?.rgb[axis]
  let end = 0
  for (let seen = 0; 2 * seen <= count && end < sorted.length; end++) seen += sorted[end]!.count
  while (valueAt(end) === valueAt(end - 1)) end++
  if (end === sorted.length) end = sorted.findIndex(({ rgb }) => rgb[axis] === valueAt(sorted.length - 1))
  return [boxOf(sorted.slice(0, end)), boxOf(sorted.slice(end))]
}

const boxOf = (tallies: readonly Tally[]): ColorBox => ({ tallies, count: tallies.reduce((n, t) => n + t.count, 0) })

function longestAxis(tallies: readonly Tally[]): 0 | 1 | 2 {
  const lengths = eye.map((weight, axis) => {
    let [low, high] = [255, 0]
    for (const { rgb } of tallies) [low, high] = [Math.min(low, rgb[axis]!), Math.max(high, rgb[axis]!)]
    return weight * (high - low)
  })
  return lengths.indexOf(Math.max(...lengths)) as 0 | 1 | 2
}

const leaves = (box: ColorBox): ColorBox[] => (box.halves ? box.halves.flatMap(leaves) : [box])

function means(pixels: Uint8Array, boxes: readonly ColorBox[], shift: number): Rgb[] {
  const boxOfKey = new Map(
    boxes.flatMap(({ tallies }, i) => tallies.map(({ rgb: [r, g, b] }) => [keyOf(r, g, b, 0), i] as const)),
  )
  const sums = boxes.map(() => [0, 0, 0] as [number, number, number])
  for (let i = 0; i < pixels.length; i += 3) {
    const sum = sums[boxOfKey.get(keyOf(pixels[i]!, pixels[i + 1]!, pixels[i + 2]!, shift))!]!
    for (const c of [0, 1, 2] as const) sum[c] += pixels[i + c]!
  }
  return sums.map(([r, g, b], i) => {
    const mean = (sum: number) => Math.floor(sum / boxes[i]!.count + 0.5)
    return [mean(r), mean(g), mean(b)]
  })
}

interface Counted {
  readonly count: number
}

/**
 * Returns the item of the highest count first — a binary heap, Williams 1964, doi:10.1145/512274.512284. Of equal items it
 * returns the one that Pillow's heap returns, because the order of a palette depends on it.
 */
class BoxHeap<T extends Counted> {
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
