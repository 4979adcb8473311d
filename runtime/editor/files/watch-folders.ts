import { type FSWatcher, watch } from 'node:fs'
import type { Folders } from '../../library/folders.ts'

/** Milliseconds without a change before changes are reported: a checkpoint that is being copied changes for minutes. */
const quiet = 500

/** Reports when files in model and input folders are added, removed or changed. Folders that cannot be watched are skipped. */
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
    // A folder that is removed ends its watcher; that is a change as well.
    watcher.on('error', changed)
    return [watcher]
  } catch {
    // The folder is not there. It is read when a window requests the lists.
    return []
  }
}
