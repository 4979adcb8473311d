import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { QueuedRun } from '../../../runtime/store/run-store.ts'
import { openStore, type Store } from '../../../runtime/store/store.ts'

export const freshFolder = (): string => mkdtempSync(join(tmpdir(), 'leapgraph-store-'))

/** The store in a folder, which must be sound. */
export const openSound = (folder: string): Store =>
  openStore(folder, problem => {
    throw new Error(problem)
  })

/** Opens the store anew, as after a crash: what was not on the disk is lost. */
export function reopened(store: Store, folder: string): Store {
  store.close()
  return openSound(folder)
}

export const queued = (id: string, more: Partial<QueuedRun> = {}): QueuedRun => ({
  id,
  title: `run ${id}`,
  text: `{"document": "${id}"}`,
  document: null,
  queued: 1,
  ...more,
})
