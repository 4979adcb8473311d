import { app, Menu, type MenuItemConstructorOptions } from 'electron'
import type { Editor } from '../../runtime/editor/editor.ts'

/**
 * The native menu. Its items are commands of renderer/commands/, by id. The window handles the keys: the menu shows them
 * without registering them, so that shortcuts changed in the settings work.
 */
export function installMenu(editor: Pick<Editor, 'send'>): void {
  const item = (id: string, label: string, accelerator?: string): MenuItemConstructorOptions => ({
    id,
    label,
    ...(accelerator && { accelerator, registerAccelerator: false }),
    click: () => editor.send('command', id),
  })
  const separator: MenuItemConstructorOptions = { type: 'separator' }
  const isMac = process.platform === 'darwin'
  const template: MenuItemConstructorOptions[] = [
    ...(isMac ? [{ role: 'appMenu' } as const] : []),
    {
      label: '&File',
      submenu: [
        item('file.new', 'New workflow', 'CmdOrCtrl+N'),
        item('file.open', 'Open…', 'CmdOrCtrl+O'),
        { role: 'recentDocuments', submenu: [{ role: 'clearRecentDocuments' }] },
        separator,
        item('file.save', 'Save', 'CmdOrCtrl+S'),
        item('file.save-as', 'Save as…', 'CmdOrCtrl+Shift+S'),
        separator,
        item('settings.open', 'Settings', 'CmdOrCtrl+,'),
        item('file.close', 'Close workflow', 'CmdOrCtrl+W'),
        ...(isMac ? [] : [separator, { role: 'quit' } as const]),
      ],
    },
    {
      label: '&Edit',
      submenu: [
        item('edit.undo', 'Undo', 'CmdOrCtrl+Z'),
        item('edit.redo', 'Redo', 'CmdOrCtrl+Y'),
        separator,
        item('edit.cut', 'Cut', 'CmdOrCtrl+X'),
        item('edit.copy', 'Copy', 'CmdOrCtrl+C'),
        item('edit.paste', 'Paste', 'CmdOrCtrl+V'),
        item('edit.duplicate', 'Duplicate', 'CmdOrCtrl+D'),
        item('edit.delete', 'Delete', 'Delete'),
        separator,
        item('edit.select-all', 'Select all', 'CmdOrCtrl+A'),
      ],
    },
    {
      label: '&Run',
      submenu: [
        item('run.run', 'Run', 'CmdOrCtrl+Enter'),
        item('run.selected', 'Run up to the selected nodes', 'Alt+Enter'),
        item('run.live', 'Live', 'Alt+L'),
        separator,
        item('run.interrupt', 'Cancel the current run', 'CmdOrCtrl+Alt+Enter'),
        item('run.clear-queue', 'Clear the queue'),
      ],
    },
    {
      label: '&View',
      submenu: [
        item('view.palette', 'Command palette', 'CmdOrCtrl+K'),
        item('view.fit', 'Fit view', '.'),
        item('view.zoom-in', 'Zoom in', 'CmdOrCtrl+='),
        item('view.zoom-out', 'Zoom out', 'CmdOrCtrl+-'),
        item('view.zoom-reset', 'Zoom to 100 %', 'CmdOrCtrl+0'),
        separator,
        item('view.theme', 'Switch between light and dark'),
        { role: 'togglefullscreen' },
      ],
    },
    {
      label: '&Help',
      submenu: [
        item('help.welcome', 'Welcome'),
        item('help.shortcuts', 'Keyboard shortcuts', 'F1'),
        ...(app.isPackaged ? [] : [separator, { role: 'toggleDevTools' } as const]),
      ],
    },
  ]
  Menu.setApplicationMenu(Menu.buildFromTemplate(template))
}
