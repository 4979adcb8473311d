import { resolve } from 'node:path'
import { app, type BrowserWindow } from 'electron'

/** Files the system asks to open, before there is a window and after. */
export interface FilesToOpen {
  add(path: string): void
  /** From now on files go to the window, which comes to the front. */
  handOver(open: (path: string) => void, window: BrowserWindow): void
}

export function listenForFiles(): FilesToOpen {
  let waiting: string[] = []
  let open: ((path: string) => void) | null = null
  const add = (path: string) => {
    if (open) open(path)
    else waiting.push(path)
  }
  // macOS: a double click, or a drop on the icon.
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

/** The workflow files on a command line. */
export const filesIn = (argv: readonly string[]): string[] =>
  argv
    .slice(1)
    .filter((argument, index, all) => /\.(json|png|webp)$/i.test(argument) && !/^--[^=]+$/.test(all[index - 1] ?? ''))
    .map(path => resolve(path))
