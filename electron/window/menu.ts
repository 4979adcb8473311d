import { app, Menu, type MenuItemConstructorOptions } from 'electron'
import type { Editor } from '../../runtime/editor/editor.ts'

/** A command of renderer/commands/ by its id, or what Electron does itself. */
type Item = Command | MenuItemConstructorOptions

interface Command {
  readonly command: string
  readonly label: string
  readonly keys: string | undefined
}

const command = (command: string, label: string, keys?: string): Command => ({ command, label, keys })
const separator: MenuItemConstructorOptions = { type: 'separator' }
const isMac = process.platform === 'darwin'

const fileMenu: readonly Item[] = [
  command('file.new', 'New workflow', 'CmdOrCtrl+N'),
  command('file.open', 'Open…', 'CmdOrCtrl+O'),
  { role: 'recentDocuments', submenu: [{ role: 'clearRecentDocuments' }] },
  separator,
  command('file.save', 'Save', 'CmdOrCtrl+S'),
  command('file.save-as', 'Save as…', 'CmdOrCtrl+Shift+S'),
  command('file.rename', 'Rename…'),
  separator,
  command('file.export-workflow', 'Export workflow…'),
  command('file.export-api', 'Export workflow (API format)…'),
  command('file.export-picture', 'Export picture with its workflow…'),
  command('file.export-picture-only', 'Export picture without its workflow…'),
  command('file.reveal', 'Reveal file in folder'),
  separator,
  command('settings.open', 'Settings', 'CmdOrCtrl+,'),
  command('file.close', 'Close workflow', 'CmdOrCtrl+W'),
  ...(isMac ? [] : [separator, { role: 'quit' } as const]),
]

const editMenu: readonly Item[] = [
  command('edit.undo', 'Undo', 'CmdOrCtrl+Z'),
  command('edit.redo', 'Redo', 'CmdOrCtrl+Y'),
  separator,
  command('edit.cut', 'Cut', 'CmdOrCtrl+X'),
  command('edit.copy', 'Copy', 'CmdOrCtrl+C'),
  command('edit.paste', 'Paste', 'CmdOrCtrl+V'),
  command('edit.duplicate', 'Duplicate', 'CmdOrCtrl+D'),
  command('edit.delete', 'Delete', 'Delete'),
  separator,
  command('edit.select-all', 'Select all', 'CmdOrCtrl+A'),
]

const runMenu: readonly Item[] = [
  command('run.run', 'Run', 'CmdOrCtrl+Enter'),
  command('run.selected', 'Run up to the selected nodes', 'Alt+Enter'),
  command('run.live', 'Live', 'Alt+L'),
  separator,
  command('run.interrupt', 'Cancel the current run', 'CmdOrCtrl+Alt+Enter'),
  command('run.clear-queue', 'Clear the queue'),
]

const viewMenu: readonly Item[] = [
  command('view.palette', 'Command palette', 'CmdOrCtrl+K'),
  command('view.fit', 'Fit view', '.'),
  command('view.zoom-in', 'Zoom in', 'CmdOrCtrl+='),
  command('view.zoom-out', 'Zoom out', 'CmdOrCtrl+-'),
  command('view.zoom-reset', 'Zoom to 100 %', 'CmdOrCtrl+0'),
  separator,
  command('view.theme', 'Switch between light and dark'),
  { role: 'togglefullscreen' },
]

const helpMenu: readonly Item[] = [
  command('help.welcome', 'Welcome'),
  command('help.shortcuts', 'Keyboard shortcuts', 'F1'),
  ...(app.isPackaged ? [] : [separator, { role: 'toggleDevTools' } as const]),
]

/**
 * Installs the native menu. The window handles the keys: the menu shows them without registering them, so that shortcuts
 * changed in the settings work.
 */
export function installMenu(editor: Pick<Editor, 'send'>): void {
  const shown = (item: Item): MenuItemConstructorOptions =>
    'command' in item
      ? {
          id: item.command,
          label: item.label,
          ...(item.keys && { accelerator: item.keys, registerAccelerator: false }),
          click: () => editor.send('command', item.command),
        }
      : item
  const menu = (label: string, items: readonly Item[]) => ({ label, submenu: items.map(shown) })
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...(isMac ? [{ role: 'appMenu' } as const] : []),
      menu('&File', fileMenu),
      menu('&Edit', editMenu),
      menu('&Run', runMenu),
      menu('&View', viewMenu),
      menu('&Help', helpMenu),
    ]),
  )
}
