import { type BrowserWindow, dialog } from 'electron'

/** More than this many crashes within a minute are a loop. */
const most = 3

/** A page that dies is loaded again; the journal has what was open. If it keeps dying, the user decides. */
export function keepWindowAlive(window: BrowserWindow): void {
  let crashes: number[] = []
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit' || window.isDestroyed()) return
    const now = Date.now()
    crashes = [...crashes.filter(time => now - time < 60_000), now]
    if (crashes.length <= most) {
      window.webContents.reload()
      return
    }
    void dialog
      .showMessageBox(window, {
        type: 'error',
        message: 'The window keeps crashing.',
        detail: 'Your workflows are kept. Load it again, or close Leapgraph and start it later.',
        buttons: ['Load again', 'Close Leapgraph'],
      })
      .then(({ response }) => {
        crashes = []
        if (response === 0) window.webContents.reload()
        else window.destroy()
      })
  })
}
