import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Settings } from '../../runtime/contract/settings.ts'
import { openStore } from '../../runtime/store/store.ts'

/** Settings that a user made earlier. The program must not run. */
export function storeSettings(userFolder: string, part: Partial<Settings>): void {
  const store = openStore(userFolder, problem => {
    throw new Error(problem)
  })
  store.settings.change(part)
  store.close()
}

/** The ids of the open tabs, as a running program has stored them. */
export function storedOrder(userFolder: string): readonly string[] {
  const database = new DatabaseSync(join(userFolder, 'leapgraph.sqlite'), { readOnly: true })
  try {
    return JSON.parse(String(database.prepare('SELECT ids FROM tab_order').get()?.ids ?? '[]'))
  } finally {
    database.close()
  }
}
