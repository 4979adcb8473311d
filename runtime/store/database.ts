import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'

/** One SQLite file. What a call has returned from is on the disk: it survives a crash and a power cut. */
export interface Database {
  /** @returns how many rows changed */
  run(sql: string, ...values: readonly SQLInputValue[]): number
  /** The first row; undefined when there is none. */
  get(sql: string, ...values: readonly SQLInputValue[]): Record<string, unknown> | undefined
  all(sql: string, ...values: readonly SQLInputValue[]): Record<string, unknown>[]
  /** Everything that `work` writes, or nothing. */
  together<T>(work: () => T): T
  close(): void
}

/** The database refused: full, locked, read-only or damaged. The message is for the user. */
export class StoreError extends Error {
  override readonly name = 'StoreError'
  /** SQLite's primary result code, https://www.sqlite.org/rescode.html */
  readonly result: number
  constructor(message: string, result: number, options: ErrorOptions) {
    super(message, options)
    this.result = result
  }
}

/** Milliseconds to wait for another program, such as a backup, that has locked the file. Nothing else is answered meanwhile. */
const patience = 500

/**
 * Opens or creates a file.
 *
 * @throws StoreError
 */
export function openDatabase(path: string): Database {
  const spoken = <T>(work: () => T): T => {
    try {
      return work()
    } catch (error) {
      throw storeError(path, error)
    }
  }
  const sqlite = spoken(() => prepared(path))
  const statements = new Map<string, StatementSync>()
  const statement = (sql: string): StatementSync => {
    const found = statements.get(sql) ?? sqlite.prepare(sql)
    statements.set(sql, found)
    return found
  }
  const rollBack = () => {
    if (sqlite.isTransaction) sqlite.exec('ROLLBACK')
  }
  return {
    run: (sql, ...values) => spoken(() => Number(statement(sql).run(...values).changes)),
    get: (sql, ...values) => spoken(() => statement(sql).get(...values)),
    all: (sql, ...values) => spoken(() => statement(sql).all(...values)),
    together(work) {
      if (sqlite.isTransaction) return work()
      spoken(() => sqlite.exec('BEGIN IMMEDIATE'))
      try {
        const result = work()
        spoken(() => sqlite.exec('COMMIT'))
        return result
      } catch (error) {
        rollBack()
        throw error
      }
    },
    close: () => sqlite.close(),
  }
}

function prepared(path: string): DatabaseSync {
  const sqlite = new DatabaseSync(path, { timeout: patience })
  try {
    sqlite.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON')
    return sqlite
  } catch (error) {
    sqlite.close()
    throw error
  }
}

function storeError(path: string, error: unknown): unknown {
  if (!(error instanceof Error) || !('errcode' in error)) return error
  const result = Number(error.errcode) & 0xff
  return new StoreError(`${path} ${reasons[result] ?? `cannot be used: ${error.message}.`}`, result, { cause: error })
}

export const damaged: readonly number[] = [11, 26]

const locked = 'is locked by another program, such as a backup. Try again when that has ended.'
const broken = 'is damaged.'
const reasons: Readonly<Record<number, string>> = {
  5: locked,
  6: locked,
  8: 'cannot be written: the file or its disk is read-only.',
  10: 'cannot be written or read: the disk reports an error.',
  11: broken,
  13: 'cannot be written: the disk is full. Free some space and try again.',
  14: 'cannot be opened: the folder is missing, or you may not write there.',
  26: broken,
}
