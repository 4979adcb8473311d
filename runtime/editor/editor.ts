import { mkdirSync } from 'node:fs'
import type { Handlers } from '../contract/requests.ts'
import type { Engine } from './engine.ts'
import type { PictureReply } from './files/pictures.ts'
import { createHandlers } from './handlers.ts'
import { claimFolder } from './only-one.ts'
import type { EditorOptions } from './options.ts'
import { openParts } from './parts.ts'
import type { Runs } from './runs/runs.ts'
import type { Listener } from './windows.ts'

/** Everything that stands behind the windows of one user. */
export interface Editor {
  readonly handlers: Handlers
  readonly runs: Runs
  readonly engine: Engine
  /** Everything it tells its windows. */
  listen(listener: Listener): () => void
  tell: Listener
  /** A picture by its address. Never throws. */
  picture(query: URLSearchParams): Promise<PictureReply>
  /** Calls back whenever a window has written which tabs are open. */
  onTabsWritten(listener: () => void): () => void
  close(): Promise<void>
}

/** Opens what a user left: settings, journal, history; starts the engine, which is needed at once for its nodes. */
export async function openEditor(options: EditorOptions): Promise<Editor> {
  mkdirSync(options.userFolder, { recursive: true })
  const giveBack = claimFolder(options.userFolder)
  const parts = await openParts(options)
  const { windows, runs, engine, workflows, picture, watcher, history } = parts
  return {
    handlers: createHandlers(parts),
    runs,
    engine,
    picture,
    listen: windows.listen,
    onTabsWritten: windows.onTabsWritten,
    tell(event, data) {
      // The system named this file, so the user did.
      if (event === 'open') workflows.trust([String(data)])
      windows.tell(event, data)
    },
    async close() {
      giveBack()
      watcher.close()
      runs.clear()
      for (const { id } of runs.queue) runs.cancel(id)
      await engine.close()
      await runs.idle()
      history.close()
    },
  }
}
