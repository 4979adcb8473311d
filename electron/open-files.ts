import { resolve } from 'node:path'
import { app, type BrowserWindow } from 'electron'

/** Files that the system asks to open, before and after the window exists. */
export interface FilesToOpen {
  add(path: string): void
  /** From now on files are opened in the window, which is brought to the front. */
  handOver(open: (path: string) => void, window: BrowserWindow): void
}

export function listenForFiles(): FilesToOpen {
  let waiting: string[] = []
  let open: ((path: string) => void) | null = null
  const add = (path: string) => {
    if (open) open(path)
    else waiting.push(path)
  }
  // macOS: a double-click on a file, or a drop on the icon.
  app.on('open-file', (event, path) => {
    event.preventDefault()
    add(path)
  })
  return {
    add,
    handOver(next, window) {
      open = path => {
        next(path)
        if (window.isMinimized()) window.restore()
        window.focus()
      }
      for (const path of waiting) open(path)
      waiting = []
    },
  }
}

/** Command-line options that take a value, which may look like a file. */
const valued = new Set(['--models', '--out', '--input'])

/** The workflow files on a command line, resolved from the folder it was entered in. */
export const filesIn = (argv: readonly string[], folder: string): string[] =>
  argv
    .filter((argument, index) => /\.(json|png|webp)$/i.test(argument) && !valued.has(argv[index - 1] ?? ''))
    .filter(argument => !argument.startsWith('-'))
    .map(path => resolve(folder, path))

/**
 * One program per user: a second start passes its files to the first and exits.
 *
 * @returns whether this is the first
 */
export function claimInstance(open: (path: string) => void): boolean {
  if (!app.requestSingleInstanceLock()) return false
  app.on('second-instance', (_event, argv, folder) => {
    for (const path of filesIn(argv, folder)) open(path)
  })
  return true
}
