import type { SQLInputValue } from 'node:sqlite'
import { z } from 'zod'
import { runSummary } from '../../graph/run/summary.ts'
import type { RunRecord, Shown } from '../contract/answers.ts'
import { type ClientRequest, requestIn } from './client-request.ts'
import type { Database } from './database.ts'
import type { Texts } from './texts.ts'

/**
 * The runs that ended.
 *
 * @throws StoreError from every call
 */
export interface StoredHistory {
  /** Newest first; `before`: older than that run. */
  list(options: { readonly before?: string | undefined; readonly limit: number }): readonly RunRecord[]
  /** One run that ended; null when it is not known. */
  find(id: string): RunRecord | null
  /** What a client of ComfyUI's API asked for with a run; undefined for the runs of windows. */
  request(id: string): { readonly targets: readonly string[] | null; readonly request: ClientRequest | undefined }
  /** By node: the pictures that the document's runs have left on its nodes. */
  shown(document: string): Shown
  /** The document of a run, whether it ended or not; null when it is not known. */
  text(id: string): string | null
  forget(ids: readonly string[]): void
  clear(): void
}

/** Removes runs, and the texts that no other run needs. */
export type Remove = (where: string, ...values: readonly SQLInputValue[]) => void

export const remover =
  (database: Database, texts: Texts): Remove =>
  (where, ...values) =>
    database.together(() => {
      const used = database.all(`SELECT DISTINCT text FROM runs WHERE ${where}`, ...values)
      database.run(`DELETE FROM runs WHERE ${where}`, ...values)
      for (const { text } of used) texts.release(Number(text))
    })

export function storedHistory(database: Database, texts: Texts, remove: Remove): StoredHistory {
  const withPictures = (found: unknown): RunRecord => {
    const row = rowOf.parse(found)
    const pictures = 'SELECT node, filename, subfolder, type FROM pictures WHERE run = ? ORDER BY rowid'
    return recordOf(row, database.all(pictures, row.number))
  }
  return {
    list({ before, limit }) {
      const older =
        before === undefined ? '' : 'AND (started, number) < (SELECT started, number FROM runs WHERE id = ?)'
      const sql = `SELECT * FROM runs WHERE ${ended} ${older} ORDER BY started DESC, number DESC LIMIT ?`
      return (before === undefined ? database.all(sql, limit) : database.all(sql, before, limit)).map(withPictures)
    },
    find(id) {
      const found = database.get(`SELECT * FROM runs WHERE id = ? AND ${ended}`, id)
      return found ? withPictures(found) : null
    },
    request(id) {
      const found = database.get('SELECT targets, request FROM runs WHERE id = ?', id)
      const { targets, request } = requestRow.parse(found ?? { targets: null, request: null })
      return {
        targets: targets === null ? null : z.array(z.string()).parse(JSON.parse(targets)),
        request: requestIn(request),
      }
    },
    shown: document => shownOf(database.all(shownPictures, document)),
    text(id) {
      const found = database.get('SELECT text FROM runs WHERE id = ?', id)
      return found ? texts.read(Number(found.text)) : null
    },
    forget: ids =>
      database.together(() => {
        for (const id of ids) remove(`id = ? AND ${ended}`, id)
      }),
    clear: () => remove(ended),
  }
}

const ended = `state NOT IN ('waiting', 'running')`

/** Of each node the pictures of the latest run that made some. */
const shownPictures = `
  WITH own AS (SELECT pictures.rowid AS place, pictures.* FROM pictures JOIN runs ON number = run WHERE document = ?)
  SELECT node, filename, subfolder, type FROM own
  JOIN (SELECT node AS last_node, max(run) AS last FROM own GROUP BY node) ON node = last_node AND run = last
  ORDER BY place`

/** A row of the table of runs, as far as the history shows it. */
export const rowOf = z.object({
  number: z.number(),
  id: z.string(),
  title: z.string(),
  document: z.string().nullable(),
  state: z.enum(['interrupted', 'done', 'failed', 'cancelled']),
  started: z.number(),
  ms: z.number(),
  device: z.string().nullable(),
  errors: z.string(),
  summary: z.string().nullable().default(null),
})

const pictures = z.array(
  z.object({
    node: z.string(),
    filename: z.string(),
    subfolder: z.string(),
    type: z.enum(['output', 'temp', 'input']),
  }),
)

const errors = z.array(
  z.object({
    node: z.string().nullable(),
    type: z.string().nullable(),
    title: z.string().nullable(),
    input: z.string().nullable(),
    code: z.string(),
    file: z.string().nullable(),
    message: z.string(),
    stack: z.string().nullable(),
  }),
)

const requestRow = z.object({ targets: z.string().nullable(), request: z.string().nullable() })

/** Pictures by their nodes. */
const shownOf = (rows: unknown): Shown =>
  Object.fromEntries(
    [...Map.groupBy(pictures.parse(rows), ({ node }) => node)].map(([node, of]) => [
      node,
      of.map(({ filename, subfolder, type }) => ({ filename, subfolder, type })),
    ]),
  )

export const recordOf = (row: z.infer<typeof rowOf>, shown: unknown): RunRecord => ({
  id: row.id,
  title: row.title,
  document: row.document,
  status: row.state,
  started: row.started,
  ms: row.ms,
  device: row.device,
  pictures: pictures.parse(shown),
  errors: errors.parse(JSON.parse(row.errors)),
  summary: summaryIn(row.summary),
})

/** @param json  the column of a run */
export const summaryIn = (json: string | null) => (json === null ? null : runSummary.parse(JSON.parse(json)))
