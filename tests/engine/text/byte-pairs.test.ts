import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bytePairIds } from '../../../engine/text/byte-pairs.ts'
import merges from '../../../engine/text/clip-merges.json' with { type: 'json' }

const joins = merges.joins.split('\n')
const ranks = new Map(joins.map((pair, rank) => [pair, rank]))

/** The parts of a word of ASCII letters by the published algorithm: all places of the best join, then the next best. */
function partsOf(word: string): string[] {
  let parts = [...word.slice(0, -1), `${word.at(-1)}</w>`]
  for (;;) {
    const rankAt = (i: number) => ranks.get(`${parts[i]} ${parts[i + 1]}`) ?? Number.POSITIVE_INFINITY
    const best = Math.min(...parts.map((_, i) => rankAt(i)))
    if (!Number.isFinite(best)) return parts
    const next: string[] = []
    for (let i = 0; i < parts.length; i++) next.push(rankAt(i) === best ? parts[i]! + parts[++i]! : parts[i]!)
    parts = next
  }
}

/** What an id of a join stands for. */
const partOf = (id: number): string => joins[id - 512]!.replace(' ', '')

test('joins parts as the published algorithm does', () => {
  const piece = fc.oneof(fc.constantFrom('the', 'ing', 'lala', 'aaa', 'photo', 'er'), fc.stringMatching(/^[a-z]$/))
  fc.assert(
    fc.property(fc.array(piece, { minLength: 1, maxLength: 12 }), pieces => {
      const parts = partsOf(pieces.join(''))
      const ids = bytePairIds(pieces.join(''))
      expect(ids.length).toBe(parts.length)
      for (const [i, id] of ids.entries()) if (id >= 512) expect(partOf(id)).toBe(parts[i])
    }),
    { numRuns: 500 },
  )
})

test('reads a word of 200,000 letters', { timeout: 20_000 }, () => {
  const word = Array.from({ length: 200_000 }, (_, i) =>
    String.fromCharCode(97 + ((i * 7919 + (i >> 3) * 104_729) % 26)),
  ).join('')
  const ids = bytePairIds(word)
  // The letters before the last join are the word again.
  const letters = ids.slice(0, -1).map(id => (id < 512 ? String.fromCharCode(id + 33) : partOf(id)))
  expect(word.startsWith(letters.join(''))).toBe(true)
})
