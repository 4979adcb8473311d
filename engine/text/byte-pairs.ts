import merges from './clip-merges.json' with { type: 'json' }
import { JoinQueue } from './join-queue.ts'

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

/** The ids of one word: any text without spaces, already in CLIP's lower case. Takes n·log n steps for n bytes. */
export function bytePairIds(word: string): number[] {
  const parts: string[] = []
  const ids: number[] = []
  for (const byte of new TextEncoder().encode(word)) {
    parts.push(letters[byte]!.letter)
    ids.push(letters[byte]!.id)
  }
  parts[parts.length - 1] += '</w>'
  ids[ids.length - 1]! += 256
  return joinAll(parts, ids)
}

/**
 * Joins neighbours, the earliest learned join first and from left to right, until there is no join for any two.
 * A joined part takes the place of its left half; its right half stays behind, empty.
 */
function joinAll(parts: string[], ids: number[]): number[] {
  const queue = new JoinQueue()
  const after = parts.map((_, i) => i + 1)
  const before = parts.map((_, i) => i - 1)
  /** The rank of the join of a part and the one after it. */
  const rank: (number | undefined)[] = []
  const offer = (i: number) => {
    if (i < 0 || after[i]! >= parts.length) return
    rank[i] = ranks().get(`${parts[i]} ${parts[after[i]!]}`)
    if (rank[i] !== undefined) queue.add(rank[i]!, i)
  }
  for (const i of parts.keys()) offer(i)
  for (let lowest = queue.removeLowest(); lowest; lowest = queue.removeLowest()) {
    const joined: number[] = []
    for (const i of lowest.positions) {
      // The part is gone, or has another one after it by now.
      if (rank[i] !== lowest.rank) continue
      const right = after[i]!
      parts[i] += parts[right]!
      ids[i] = JOINED + lowest.rank
      parts[right] = ''
      after[i] = after[right]!
      if (after[i]! < parts.length) before[after[i]!] = i
      rank[i] = rank[right] = undefined
      if (before[i]! >= 0) rank[before[i]!] = undefined
      joined.push(i)
    }
    // Until all of one rank are joined, no other join is looked for.
    for (const i of joined) {
      offer(before[i]!)
      offer(i)
    }
  }
  return ids.filter((_, i) => parts[i] !== '')
}
