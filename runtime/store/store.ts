import { mkdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { type Database, damaged, openDatabase, StoreError } from './database.ts'
import { takeOlderFiles } from './older-files.ts'
import { openRunStore, type RunStore } from './run-store.ts'
import { openSettings, type SettingsStore } from './settings-store.ts'
import { openTabStore, type TabStore } from './tab-store.ts'
import { makeTables } from './tables.ts'
import { openTexts } from './texts.ts'

/** Everything that one user would miss after a crash, in one file: `leapgraph.sqlite`. */
export interface Store {
  readonly settings: SettingsStore
  readonly tabs: TabStore
  readonly runs: RunStore
  close(): void
}

/**
 * Opens the store in a user folder, and creates it where it is missing. A damaged file is renamed and kept.
 *
 * @param onProblem  receives a sentence when the file was damaged and a new one was started
 * @throws StoreError when the file cannot be used: locked, read-only, a full disk
 */
export function openStore(folder: string, onProblem: (problem: string) => void): Store {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, 'leapgraph.sqlite')
  const database = openOrReplace(path, onProblem)
  const texts = openTexts(database)
  const store = {
    tabs: openTabStore(database, texts),
    runs: openRunStore(database, texts),
    close: database.close,
  }
  takeOlderFiles(folder, database, store, onProblem)
  return { ...store, settings: openSettings(database) }
}

function openOrReplace(path: string, onProblem: (problem: string) => void): Database {
  try {
    return openWhole(path)
  } catch (error) {
    if (!(error instanceof StoreError) || !damaged.includes(error.result)) throw error
    const aside = `${path}.broken-${Date.now()}`
    for (const ending of ['', '-wal', '-shm']) renameIfThere(path + ending, aside + ending)
    onProblem(
      `The settings, the history and the open workflows could not be read, so new ones were started; the old file is ${aside}.`,
    )
    return openWhole(path)
  }
}

function openWhole(path: string): Database {
  const database = openDatabase(path)
  try {
    makeTables(database, path)
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

function renameIfThere(from: string, to: string): void {
  try {
    renameSync(from, to)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
}
