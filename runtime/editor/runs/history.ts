import { mkdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import type { RunRecord } from '../../contract/answers.ts'

/** Every run that ended, with its document. It holds the names of the pictures; the files stay where they are. */
export interface History {
  add(record: RunRecord, document: string): void
  /** Newest first; `before`: older than that run. */
  list(options: { readonly before?: string | undefined; readonly limit: number }): readonly RunRecord[]
  workflow(id: string): string | null
  forget(ids: readonly string[]): void
  clear(): void
  close(): void
}

const row = z.object({
  id: z.string(),
  title: z.string(),
  status: z.enum(['done', 'failed', 'cancelled']),
  started: z.number(),
  ms: z.number(),
  device: z.string().nullable(),
  pictures: z.string(),
  errors: z.string(),
})

/** @param onProblem  receives a sentence when an older history could not be read and a new one was started */
export function openHistory(folder: string, onProblem: (problem: string) => void): History {
  mkdirSync(folder, { recursive: true })
  const path = join(folder, 'history.sqlite')
  const database = openDatabase(path, onProblem)
  const insert = database.prepare('INSERT OR REPLACE INTO runs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)')
  const remove = database.prepare('DELETE FROM runs WHERE id = ?')
  const document = database.prepare('SELECT document FROM runs WHERE id = ?')
  const newest = database.prepare('SELECT * FROM runs ORDER BY rowid DESC LIMIT ?')
  const older = database.prepare(
    'SELECT * FROM runs WHERE rowid < (SELECT rowid FROM runs WHERE id = ?) ORDER BY rowid DESC LIMIT ?',
  )
  return {
    add({ id, title, status, started, ms, device, pictures, errors }, text) {
      insert.run(id, title, status, started, ms, device, JSON.stringify(pictures), JSON.stringify(errors), text)
    },
    list: ({ before, limit }) => (before === undefined ? newest.all(limit) : older.all(before, limit)).map(recordOf),
    workflow(id) {
      const found = document.get(id)?.document
      return typeof found === 'string' ? found : null
    },
    forget(ids) {
      for (const id of ids) remove.run(id)
    },
    clear: () => database.exec('DELETE FROM runs'),
    close: () => database.close(),
  }
}

function recordOf(found: unknown): RunRecord {
  const { pictures, errors, ...record } = row.parse(found)
  return { ...record, pictures: JSON.parse(pictures), errors: JSON.parse(errors) }
}

function openDatabase(path: string, onProblem: (problem: string) => void): DatabaseSync {
  try {
    return prepared(path)
  } catch {
    const aside = `${path}.broken`
    renameSync(path, aside)
    onProblem(`The history could not be read, so a new one was started; the old one is ${aside}.`)
    return prepared(path)
  }
}

function prepared(path: string): DatabaseSync {
  const database = new DatabaseSync(path)
  database.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA busy_timeout = 2000;
    CREATE TABLE IF NOT EXISTS runs (
      id TEXT PRIMARY KEY, title TEXT, status TEXT, started REAL, ms REAL, device TEXT,
      pictures TEXT, errors TEXT, document TEXT
    )`)
  return database
}
