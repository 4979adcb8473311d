import type { SQLInputValue } from 'node:sqlite'
import { z } from 'zod'
import type { RunSummary } from '../../graph/run/summary.ts'
import type { GalleryPage, GalleryPicture } from '../contract/answers.ts'
import type { Arguments } from '../contract/requests.ts'
import type { Picture } from '../contract/run-event.ts'
import type { Database } from './database.ts'
import { summaryIn } from './run-history.ts'

/**
 * The pictures of all runs that ended or are in progress.
 *
 * @throws StoreError from every call
 */
export interface StoredGallery {
  /** See the request `gallery:list`. */
  list(query: Arguments<'gallery:list'>[0]): GalleryPage
  favour(picture: Picture, isFavourite: boolean): void
}

export const storedGallery = (database: Database): StoredGallery => ({
  list({ search, favourites, document, offset, limit }) {
    const words = wordsOf(search)
    const conditions: readonly (readonly [sql: string, ...values: SQLInputValue[]])[] = [
      isLatest(document),
      ...words.map(word => [`found_by LIKE ? ESCAPE '\\'`, `%${literally(word)}%`] as const),
      ...(favourites ? [['favourites.filename IS NOT NULL'] as const] : []),
      ...(document === undefined ? [] : [['document = ?', document] as const]),
    ]
    const where = conditions.map(([sql]) => sql).join(' AND ')
    const values = conditions.flatMap(([, ...values]) => values)
    const found = `${tables} WHERE ${where}`
    // The rows are counted off before what they show is read: an offset costs no reading of summaries.
    const page = `SELECT pictures.rowid ${found} ORDER BY pictures.rowid DESC LIMIT ? OFFSET ?`
    return {
      count: Number(database.get(`SELECT count(*) AS count ${found}`, ...values)?.count),
      pictures: database
        .all(`${selected} WHERE pictures.rowid IN (${page}) ORDER BY pictures.rowid DESC`, ...values, limit, offset)
        .map(shown),
    }
  },
  favour({ type, subfolder, filename }, isFavourite) {
    const sql = isFavourite
      ? 'INSERT OR IGNORE INTO favourites (type, subfolder, filename) VALUES (?, ?, ?)'
      : 'DELETE FROM favourites WHERE type = ? AND subfolder = ? AND filename = ?'
    database.run(sql, type, subfolder, filename)
  },
})

/** What a search looks into, in small letters. */
export const foundBy = (title: string, summary: RunSummary | null): string =>
  [title, summary?.prompt, summary?.negative, summary?.seed, ...(summary?.models ?? [])]
    .filter(text => text != null && text !== '')
    .join('\n')
    .toLowerCase()

const wordsOf = (search: string): readonly string[] =>
  search
    .toLowerCase()
    .split(/\s+/)
    .filter(word => word !== '')
    .slice(0, 20)

/** For LIKE: signs that stand for others stand for themselves. */
const literally = (word: string): string => word.replaceAll(/[\\%_]/g, sign => `\\${sign}`)

const sameFile = (other: string): string =>
  ['type', 'subfolder', 'filename'].map(column => `${other}.${column} = pictures.${column}`).join(' AND ')

/** No later run, of the document where one is asked for, shows the same file. */
const isLatest = (document: string | undefined): readonly [sql: string, ...values: SQLInputValue[]] => {
  const later = `SELECT 1 FROM pictures AS later WHERE later.rowid > pictures.rowid AND ${sameFile('later')}`
  return document === undefined
    ? [`NOT EXISTS (${later})`]
    : [`NOT EXISTS (${later} AND later.run IN (SELECT number FROM runs WHERE document = ?))`, document]
}

const tables = `FROM pictures JOIN runs ON number = run LEFT JOIN favourites ON ${sameFile('favourites')}`

const selected = `
  SELECT pictures.rowid AS place, pictures.type, pictures.subfolder, pictures.filename,
    favourites.filename IS NOT NULL AS favourite, id, title, started, ms, device, summary
  ${tables}`

const rowOf = z.object({
  place: z.number(),
  type: z.enum(['output', 'temp', 'input']),
  subfolder: z.string(),
  filename: z.string(),
  favourite: z.number(),
  id: z.string(),
  title: z.string(),
  started: z.number(),
  ms: z.number(),
  device: z.string().nullable(),
  summary: z.string().nullable(),
})

function shown(found: unknown): GalleryPicture {
  const { place, type, subfolder, filename, favourite, id, title, started, ms, device, summary } = rowOf.parse(found)
  return {
    number: place,
    picture: { filename, subfolder, type },
    isFavourite: favourite !== 0,
    run: { id, title, started, ms, device, summary: summaryIn(summary) },
  }
}
