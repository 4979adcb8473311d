import { createHash } from 'node:crypto'
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { z } from 'zod'
import type { Database } from './database.ts'

/** Texts of workflows. Equal texts are kept once; one that differs a little from an earlier one is kept as the difference. */
export interface Texts {
  /** @returns its number */
  keep(text: string): number
  read(id: number): string
  /** Removes the text unless a run, a tab or another text still needs it. */
  release(id: number): void
}

/** How many whole texts are remembered, to compare the next one with. */
const mostBases = 8
/** Bytes that DEFLATE looks back. */
const lookBack = 32_768

/** A text that is kept whole. */
interface Base {
  readonly id: number
  readonly hash: string
  readonly bytes: Buffer
}

export function openTexts(database: Database): Texts {
  /** The one used last is at the end. */
  let bases: readonly Base[] = []

  const remember = (base: Base) => {
    bases = [...bases.filter(({ id }) => id !== base.id), base].slice(-mostBases)
  }
  /** A transaction that failed may have taken a text away again. */
  const isThere = ({ id, hash }: Base): boolean =>
    database.get('SELECT id FROM texts WHERE id = ? AND hash = ?', id, hash) !== undefined

  function add(bytes: Buffer, hash: string): number {
    bases = bases.filter(isThere)
    const { base, difference } = smallest(bases, bytes)
    const added = database.get(
      'INSERT INTO texts (hash, base, head, tail, body) VALUES (?, ?, ?, ?, ?) RETURNING id',
      hash,
      base?.id ?? null,
      difference.head,
      difference.tail,
      difference.body,
    )
    const id = Number(added?.id)
    remember(base ?? { id, hash, bytes })
    return id
  }

  function read(id: number): Buffer {
    const row = rowOf.parse(database.get('SELECT base, head, tail, body FROM texts WHERE id = ?', id))
    return patched(row.base === null ? Buffer.alloc(0) : read(row.base), row)
  }

  function release(id: number): void {
    const base = database.get('SELECT base FROM texts WHERE id = ?', id)?.base
    const isGone = database.run(`DELETE FROM texts WHERE id = ?1 AND ${unused}`, id) > 0
    if (isGone && typeof base === 'number') release(base)
  }

  return {
    keep(text) {
      const bytes = Buffer.from(text)
      const hash = createHash('sha256').update(bytes).digest('hex')
      const found = database.get('SELECT id FROM texts WHERE hash = ?', hash)
      return found ? Number(found.id) : add(bytes, hash)
    },
    read: id => read(id).toString(),
    release,
  }
}

const unused = ['runs WHERE text', 'tabs WHERE text', 'steps WHERE text', 'texts WHERE base']
  .map(users => `NOT EXISTS (SELECT 1 FROM ${users} = ?1)`)
  .join(' AND ')

const rowOf = z.object({
  base: z.number().nullable(),
  head: z.number(),
  tail: z.number(),
  body: z.instanceof(Uint8Array),
})

/** How a text differs from its base: `head` and `tail` bytes at its ends are the same; `body` is the rest, compressed. */
interface Difference {
  readonly head: number
  readonly tail: number
  readonly body: Uint8Array
}

/** The text as a difference from one of the bases, or whole where that would not save half. */
function smallest(
  bases: readonly Base[],
  text: Buffer,
): { readonly base: Base | null; readonly difference: Difference } {
  const whole = { base: null, difference: difference(Buffer.alloc(0), text) }
  const [best] = bases
    .map(base => ({ base, difference: difference(base.bytes, text) }))
    .toSorted((a, b) => a.difference.body.length - b.difference.body.length)
  return best && best.difference.body.length < whole.difference.body.length / 2 ? best : whole
}

function difference(base: Buffer, text: Buffer): Difference {
  const most = Math.min(base.length, text.length)
  let head = 0
  while (head < most && base[head] === text[head]) head++
  let tail = 0
  while (tail < most - head && base[base.length - 1 - tail] === text[text.length - 1 - tail]) tail++
  const middle = text.subarray(head, text.length - tail)
  return { head, tail, body: deflateRawSync(middle, { dictionary: dictionary(base, head, tail) }) }
}

function patched(base: Buffer, { head, tail, body }: Difference): Buffer {
  const middle = inflateRawSync(body, { dictionary: dictionary(base, head, tail) })
  return Buffer.concat([base.subarray(0, head), middle, base.subarray(base.length - tail)])
}

/** What the base has between the equal ends, since most of it comes again. DEFLATE refuses an empty dictionary. */
const dictionary = (base: Buffer, head: number, tail: number): Buffer =>
  Buffer.concat([Buffer.from(' '), base.subarray(head, base.length - tail)]).subarray(-lookBack)
