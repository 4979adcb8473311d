import { type BrowserWindow, dialog } from 'electron'

/** More crashes than this within a minute count as a loop. */
const most = 3

/** A page that crashes is loaded again; the journal holds the open documents. If it crashes repeatedly, the user decides. */
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
        detail: 'Your workflows are saved. Load the window again, or close Leapgraph and start it later.',
        buttons: ['Load again', 'Close Leapgraph'],
      })
      .then(({ response }) => {
        crashes = []
        if (response === 0) window.webContents.reload()
        else window.destroy()
      })
  })
}
