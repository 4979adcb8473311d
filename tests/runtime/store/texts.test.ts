import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openDatabase } from '../../../runtime/store/database.ts'
import { makeTables } from '../../../runtime/store/tables.ts'
import { openTexts } from '../../../runtime/store/texts.ts'
import { freshFolder } from './fresh.ts'

function fresh() {
  const path = join(freshFolder(), 'x.sqlite')
  const database = openDatabase(path)
  makeTables(database, path)
  const count = () => Number(database.get('SELECT count(*) AS n FROM texts')?.n)
  return { database, count, texts: openTexts(database) }
}

/** A document of 28 kB, of which each node has a seed. */
const document = (seed: number): string =>
  JSON.stringify({
    nodes: Array.from({ length: 200 }, (_, id) => ({
      id,
      type: `Node ${(id * 7919) % 1009}`,
      pos: [id * 31, id * 17],
      values: [id % 8 === 0 ? seed + id : id, 'a fox'.repeat(id % 9)],
    })),
  })

describe('texts', () => {
  test('are given back letter by letter, whatever they share with others', () => {
    const { texts } = fresh()
    const piece = fc.constantFrom('a fox', '😀', '😁', 'ü', '{"seed":', '1', '', 'x'.repeat(40_000))
    fc.assert(
      fc.property(fc.array(fc.array(piece, { maxLength: 12 }), { minLength: 1, maxLength: 6 }), all => {
        const written = all.map(pieces => pieces.join(''))
        const kept = written.map(texts.keep)
        expect(kept.map(texts.read)).toEqual(written)
      }),
      { numRuns: 40 },
    )
  })

  test('that are equal are kept once', () => {
    const { texts, count } = fresh()
    expect(texts.keep('{}')).toBe(texts.keep('{}'))
    expect(count()).toBe(1)
  })

  test('that differ in their seeds take a fortieth of the room', () => {
    const { texts, database, count } = fresh()
    for (let seed = 0; seed < 300; seed++) texts.keep(document(seed * 7_654_321))
    const bytes = Number(database.get('SELECT sum(length(body)) AS n FROM texts')?.n)
    expect(count()).toBe(300)
    expect(bytes).toBeLessThan((300 * document(0).length) / 40)
  })

  test('that nothing uses are removed, and so is what they differ from, when that was the last use', () => {
    const { texts, count } = fresh()
    const [first, second] = [texts.keep(document(1)), texts.keep(document(2))]
    texts.release(first)
    expect(count()).toBe(2)
    expect(texts.read(second)).toBe(document(2))
    texts.release(second)
    expect(count()).toBe(0)
    expect(texts.read(texts.keep(document(3)))).toBe(document(3))
  })

  test('of a transaction that failed are not what later ones differ from', () => {
    const { texts, database } = fresh()
    const failing = () =>
      database.together(() => {
        texts.keep(document(1))
        throw new Error('the disk is full')
      })
    expect(failing).toThrow('the disk is full')
    const other = texts.keep('another text that takes the number of the first')
    const third = texts.keep(document(2))
    expect([texts.read(other), texts.read(third)]).toEqual([
      'another text that takes the number of the first',
      document(2),
    ])
  })
})
