import { access, readFile } from 'node:fs/promises'
import { extname, resolve } from 'node:path'
import { app, BrowserWindow, ClipboardItem, clipboard, dialog, shell } from 'electron'
import type { Shell } from '../runtime/editor/page/shell.ts'

const workflows = [{ name: 'Workflows and pictures that contain one', extensions: ['json', 'png', 'webp'] }]

/** The system's dialogs, its file window, its clipboard, its list of recent documents. */
export const desktopShell: Shell = {
  dialogs: true,
  async pickWorkflow() {
    const { canceled, filePaths } = await dialog.showOpenDialog(front(), {
      properties: ['openFile'],
      filters: workflows,
    })
    return canceled ? null : (filePaths[0] ?? null)
  },
  async pickSaveTarget(suggested) {
    const ending = extname(suggested)
    const { canceled, filePath } = await dialog.showSaveDialog(front(), {
      defaultPath: resolve(app.getPath('documents'), suggested),
      filters: [{ name: ending === '.png' ? 'Picture' : 'Workflow', extensions: [ending.slice(1)] }],
    })
    if (canceled || !filePath) return null
    return extname(filePath).toLowerCase() === ending ? filePath : `${filePath}${ending}`
  },
  async pickFolder() {
    const { canceled, filePaths } = await dialog.showOpenDialog(front(), { properties: ['openDirectory'] })
    return canceled ? null : (filePaths[0] ?? null)
  },
  async confirmFolder(folder, use) {
    const { response } = await dialog.showMessageBox(front(), {
      type: 'question',
      message: use === 'models' ? 'Search this folder for models?' : 'Save pictures in this folder?',
      detail: folder,
      buttons: ['Use the folder', 'Cancel'],
      cancelId: 1,
    })
    return response === 0
  },
  async reveal(path) {
    await access(path).catch(() => {
      throw new Error(`${path} no longer exists.`)
    })
    shell.showItemInFolder(path)
  },
  async copyPicture(path) {
    const bytes = await readFile(path).catch(() => {
      throw new Error(`${path} no longer exists.`)
    })
    const type = extname(path).toLowerCase() === '.png' ? 'image/png' : 'image/jpeg'
    await clipboard.write([new ClipboardItem({ [type]: new Blob([new Uint8Array(bytes)], { type }) })])
  },
  noteRecent: path => app.addRecentDocument(path),
}

/** The window that a dialog belongs to. */
function front(): BrowserWindow {
  const window = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0]
  if (!window) throw new Error('There is no window to show the dialog in.')
  return window
}
