import { join } from 'node:path'
import type { Settings } from '../../runtime/contract/settings.ts'
import { openDatabase } from '../../runtime/store/database.ts'
import { openStore } from '../../runtime/store/store.ts'
import { openTabStore, type TabStore } from '../../runtime/store/tab-store.ts'
import { openTexts } from '../../runtime/store/texts.ts'

/** Settings that a user made earlier. The program must not run. */
export function storeSettings(userFolder: string, part: Partial<Settings>): void {
  const store = openStore(userFolder, problem => {
    throw new Error(problem)
  })
  store.settings.change(part)
  store.close()
}

/** The open tabs, as a running program has stored them. */
export function storedTabs(userFolder: string): ReturnType<TabStore['read']> {
  const database = openDatabase(join(userFolder, 'leapgraph.sqlite'))
  try {
    return openTabStore(database, openTexts(database)).read()
  } finally {
    database.close()
  }
}
