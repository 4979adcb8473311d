import { type FSWatcher, watch } from 'node:fs'
import type { Folders } from '../../library/folders.ts'

/** Milliseconds without a change before changes are reported: a checkpoint that is being copied changes for minutes. */
const quiet = 500

/**
 * Reports when files in folders are added, removed or changed. Folders that cannot be watched are skipped.
 *
 * @param recursive  their subfolders too, where the system can do that
 */
export function watchFolders(onChange: () => void, { recursive = false } = {}) {
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
    /** Watches these folders and no others. */
    watch(folders: Iterable<string>): void {
      close()
      watchers = [...new Set(folders)].flatMap(folder => watchOne(folder, recursive, changed))
    },
    close,
  }
}

/** The folders of models and of input pictures. */
export const readFrom = ({ output: _, temp: __, ...folders }: Folders): string[] => Object.values(folders).flat()

function watchOne(folder: string, recursive: boolean, changed: () => void): FSWatcher[] {
  try {
    const watcher = watch(folder, { persistent: false, recursive: recursive && process.platform !== 'linux' }, changed)
    // A folder that is removed ends its watcher; that is a change as well.
    watcher.on('error', changed)
    return [watcher]
  } catch {
    // The folder is not there. It is read when a window requests the lists.
    return []
  }
}
