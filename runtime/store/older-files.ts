import { existsSync, readdirSync, readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { openTabs, tab } from '../contract/tabs.ts'
import type { Database } from './database.ts'
import { recordOf, rowOf } from './run-history.ts'
import type { RunStore } from './run-store.ts'
import { openSettings, validSettings } from './settings-store.ts'
import type { TabStore } from './tab-store.ts'

/**
 * Takes over what versions before 0.2 kept in files of their own: settings.json, journal/ and history.sqlite. Each file is
 * renamed to NAME.taken-over afterwards. One that cannot be read stays where it is and is reported.
 */
export function takeOlderFiles(
  folder: string,
  database: Database,
  { runs, tabs }: { readonly runs: RunStore; readonly tabs: TabStore },
  onProblem: (problem: string) => void,
): void {
  const takeOver = (name: string, take: (path: string) => void) => {
    const path = join(folder, name)
    if (!existsSync(path)) return
    try {
      database.together(() => take(path))
      renameSync(path, `${path}.taken-over`)
    } catch (error) {
      onProblem(`${path} could not be taken over: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  takeOver('settings.json', path => {
    const found = Object.entries(JSON.parse(readFileSync(path, 'utf8')) as object)
    openSettings(database).change(validSettings(found.map(([key, value]) => [key, JSON.stringify(value)])))
  })
  takeOver('journal', path => takeJournal(path, tabs))
  takeOver('history.sqlite', path => takeHistory(path, runs))
}

function takeJournal(folder: string, tabs: TabStore): void {
  for (const name of readdirSync(folder)) {
    const found: unknown = name.endsWith('.broken') ? null : JSON.parse(readFileSync(join(folder, name), 'utf8'))
    if (name === 'tabs.json') tabs.writeOrder(openTabs.parse(found))
    else if (name.endsWith('.tab')) tabs.write(tab.parse({ ...(found as object), revision: 0 }))
  }
}

function takeHistory(path: string, runs: RunStore): void {
  const older = new DatabaseSync(path, { readOnly: true })
  try {
    for (const found of older.prepare('SELECT rowid AS number, *, status AS state FROM runs ORDER BY rowid').all()) {
      const row = rowOf.parse({ ...found, document: null })
      const record = recordOf(row, JSON.parse(String(found.pictures)))
      const run = { id: row.id, title: row.title, document: null, queued: row.started, text: String(found.document) }
      runs.add(run, 'running')
      for (const picture of record.pictures) runs.addPicture(row.id, picture)
      runs.end(record)
    }
  } finally {
    older.close()
  }
}
