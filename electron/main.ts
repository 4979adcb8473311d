import { app, dialog } from 'electron'
import { catchTheRest } from '../runtime/editor/last-handler.ts'
import { openDesktopEditor } from './desktop-editor.ts'
import { answerWindows } from './ipc.ts'
import { claimInstance, filesIn, listenForFiles } from './open-files.ts'
import { serveApp } from './window/app-protocol.ts'
import { installMenu } from './window/menu.ts'
import { harden } from './window/security.ts'
import { keepWindowAlive, openWindow } from './window/window.ts'

/** The desktop application, from start to window. */
harden()
const files = listenForFiles()

if (claimInstance(files.add))
  app
    .whenReady()
    .then(async () => {
      const editor = await openDesktopEditor(filesIn(process.argv, process.cwd()))
      catchTheRest(editor)
      serveApp(editor)
      answerWindows(editor)
      installMenu(editor)
      const window = openWindow(editor)
      keepWindowAlive(window)
      files.handOver(path => editor.send('open', path), window)
      app.on('window-all-closed', () => app.quit())
      app.on('activate', () => window.isDestroyed() || window.show())
      app.on('quit', () => void editor.close())
    })
    .catch(error => {
      dialog.showErrorBox('Leapgraph could not start', error instanceof Error ? error.message : String(error))
      process.stderr.write(`Leapgraph could not start: ${error instanceof Error ? error.stack : error}\n`)
      app.exit(1)
    })
else app.exit(0)
