import { app } from './app.ts'
import { startChromium } from './chromium.ts'
import { WebContents } from './contents.ts'

/**
 * The module `electron` of a main process, as far as Leapgraph uses it: the main process is Node, the windows are
 * pages of Debian's Chromium, told what to do over its DevTools protocol. With it Playwright's own Electron driver runs
 * the desktop specs where Electron cannot be downloaded. What is not modelled is not exported, and fails loudly.
 */
export { app } from './app.ts'
export { ipcMain } from './ipc.ts'
export { Menu } from './menu.ts'
export { protocol } from './protocol.ts'
export { ClipboardItem, clipboard, dialog, nativeImage, screen, session, shell } from './system.ts'
export { utilityProcess } from './utility.ts'
export { BrowserWindow } from './window.ts'

export const webContents = {
  fromDevToolsTargetId: WebContents.fromDevToolsTargetId,
  getAllWebContents: WebContents.getAllWebContents,
}

/** `boot.cjs` calls this before the program's own code. */
export const start = app.start.bind(app)

/** ... and this after: Chromium is ready for windows, or this process ends. */
export function becomeReady(): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void app.quit())
  process.on('uncaughtException', error => {
    console.error('A JavaScript error occurred in the main process\n', error)
    app.exit(1)
  })
  startChromium(app.getPath('userData')).then(
    connection => {
      connection.onClose(() => process.exit(1))
      app.becomeReady()
    },
    error => {
      console.error(error)
      process.exit(1)
    },
  )
}
