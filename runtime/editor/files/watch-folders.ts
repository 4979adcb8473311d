import { type FSWatcher, watch } from 'node:fs'
import type { Folders } from '../../library/folders.ts'

/** Milliseconds of quiet after which a change is told: a copied checkpoint changes for minutes. */
const quiet = 500

/** Tells when files in model and input folders come, go or change. Folders that cannot be watched are passed over. */
export function watchFolders(onChange: () => void) {
  let watchers: FSWatcher[] = []
  let timer: NodeJS.Timeout | undefined
  const changed = () => {
    clearTimeout(timer)
    timer = setTimeout(onChange, quiet)
    timer.unref()
  }
  const close = () => {
    for (const watcher of watchers) watcher.close()
    watchers = []
    clearTimeout(timer)
  }
  return {
    watch({ output: _, temp: __, ...folders }: Folders): void {
      close()
      watchers = [...new Set(Object.values(folders).flat())].flatMap(folder => watchOne(folder, changed))
    },
    close,
  }
}

function watchOne(folder: string, changed: () => void): FSWatcher[] {
  try {
    const watcher = watch(folder, { persistent: false, recursive: process.platform !== 'linux' }, changed)
    // A folder that vanishes ends its watcher; that is a change too.
    watcher.on('error', changed)
    return [watcher]
  } catch {
    // Not there: it is read again when somebody asks for the lists.
    return []
  }
}
