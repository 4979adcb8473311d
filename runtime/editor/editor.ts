import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs'
import { join } from 'node:path'
import type { Handlers } from '../contract/requests.ts'
import type { Engine } from './engine.ts'
import type { PictureReply } from './files/pictures.ts'
import { removeLeftovers } from './files/remove-leftovers.ts'
import { createHandlers } from './handlers.ts'
import { claimFolder } from './only-one.ts'
import type { EditorOptions } from './options.ts'
import { openParts, type Parts } from './parts.ts'
import type { Runs } from './runs/runs.ts'
import type { Listener } from './windows.ts'

/** A page from its connection to its end. */
export interface ConnectedWindow {
  readonly handlers: Handlers
  /** Its documents belong to nobody then: the next window that starts shows them. */
  close(): void
}

/** Everything that stands behind the windows of one user. */
export interface Editor {
  /** For the servers of this program; what windows may use is in the contract. */
  readonly parts: Parts
  readonly runs: Runs
  readonly engine: Engine
  /** A page that connects: it receives every event, and its requests are answered. */
  openWindow(listener: Listener): ConnectedWindow
  /** Sends an event to all windows. */
  send: Listener
  /** A picture by its address. Never throws. */
  picture(query: URLSearchParams): Promise<PictureReply>
  /** Calls back whenever a window has written which tabs are open. */
  onTabsWritten(listener: () => void): () => void
  /** Tells later starts with this user folder where the page is. */
  tellAddress(address: string): void
  close(): Promise<void>
}

/** Opens the store of a user, and connects it with the queue and the engine. */
export async function openEditor(options: EditorOptions): Promise<Editor> {
  // What is in it is for the user's eyes only: prompts, pictures, the secret of the server.
  mkdirSync(options.userFolder, { recursive: true, mode: 0o700 })
  tighten(options.userFolder)
  const claim = claimFolder(options.userFolder)
  const parts = await openParts(options).catch(error => {
    claim.release()
    throw error
  })
  const { windows, runs, engine, workflows, picture, watcher, store, folders } = parts
  void removeLeftovers([options.userFolder, folders.output(), folders.input], folders.temp)
  return {
    parts,
    runs,
    engine,
    picture,
    openWindow(listener) {
      const window = windows.open(listener)
      return { handlers: createHandlers(parts, window), close: () => windows.close(window) }
    },
    onTabsWritten: windows.onTabsWritten,
    tellAddress: claim.tell,
    send(event, data) {
      // The system names a file because the user opened it.
      if (event === 'open') workflows.trust([String(data)])
      windows.send(event, data)
    },
    async close() {
      watcher.close()
      workflows.close()
      runs.close()
      await engine.close()
      await runs.idle()
      store.close()
      claim.release()
    },
  }
}

/**
 * A user folder that existed may be open to other users of the machine, and so may what an earlier version wrote into it. SQLite
 * gives its other files the mode of the first. What has no modes, or belongs to somebody else, stays as it is.
 */
function tighten(userFolder: string): void {
  const store = join(userFolder, 'leapgraph.sqlite')
  const attempt = (change: () => void) => {
    try {
      change()
    } catch {}
  }
  attempt(() => closeSync(openSync(store, 'a', 0o600)))
  for (const ending of ['', '-wal', '-shm']) attempt(() => chmodSync(store + ending, 0o600))
  attempt(() => chmodSync(join(userFolder, 'temp'), 0o700))
}
