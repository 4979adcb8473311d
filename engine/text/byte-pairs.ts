import merges from './clip-merges.json' with { type: 'json' }

/**
 * Byte-pair encoding as in CLIP (Radford et al. 2021, arXiv:2103.00020; the algorithm: Sennrich et al. 2016,
 * arXiv:1508.07909). The UTF-8 bytes of a word, each written as a printable letter and the last one marked `</w>`, are joined
 * in pairs in the order in which the joins were learned.
 *
 * Ids: 0…255 a byte, 256…511 a byte that ends a word, 512 + r the result of join number r.
 */

const JOINED = 512

/** Bytes in the order of their ids: those that print in Latin-1, then the others. */
const bytesById = (() => {
  const all = Array.from({ length: 256 }, (_, byte) => byte)
  const prints = (byte: number) => (byte > 32 && byte < 127) || (byte > 160 && byte !== 173)
  return [...all.filter(prints), ...all.filter(byte => !prints(byte))]
})()

/** Each byte's id and letter: itself if it is printable, else the next free letter from U+0100 (as in GPT-2). */
const letters = (() => {
  const printing = bytesById.indexOf(0)
  const table: { readonly id: number; readonly letter: string }[] = []
  bytesById.forEach((byte, id) => {
    table[byte] = { id, letter: String.fromCharCode(id < printing ? byte : 256 + id - printing) }
  })
  return table
})()

let learned: ReadonlyMap<string, number> | undefined

/** `left right` → the rank of that join. Made for the first word: about 12 ms. */
function ranks(): ReadonlyMap<string, number> {
  learned ??= new Map(merges.joins.split('\n').map((pair, rank) => [pair, rank]))
  return learned
}

/** The ids of one word: any text without spaces, already in CLIP's lower case. */
export function bytePairIds(word: string): number[] {
  const bytes = new TextEncoder().encode(word)
  const parts = Array.from(bytes, byte => letters[byte]!.letter)
  const ids = Array.from(bytes, byte => letters[byte]!.id)
  parts[parts.length - 1] += '</w>'
  ids[ids.length - 1]! += 256
  joinAll(parts, ids)
  return ids
}

/** Joins neighbours in place, the earliest learned join first, until there is no join for any two. */
function joinAll(parts: string[], ids: number[]): void {
  const rank = (i: number) => ranks().get(`${parts[i]} ${parts[i + 1]}`) ?? Number.POSITIVE_INFINITY
  const waiting = parts.map((_, i) => rank(i))
  for (let best = least(waiting); best < Number.POSITIVE_INFINITY; best = least(waiting)) {
    const changed: number[] = []
    let to = 0
    for (let from = 0; from < parts.length; from++, to++) {
      const joins = waiting[from] === best
      parts[to] = joins ? parts[from]! + parts[from + 1]! : parts[from]!
      ids[to] = joins ? JOINED + best : ids[from]!
      waiting[to] = waiting[from]!
      if (!joins) continue
      changed.push(to - 1, to)
      from++
    }
    parts.length = ids.length = waiting.length = to
    for (const i of changed) if (i >= 0) waiting[i] = rank(i)
  }
}

function least(values: readonly number[]): number {
  let smallest = Number.POSITIVE_INFINITY
  for (const value of values) if (value < smallest) smallest = value
  return smallest
}
