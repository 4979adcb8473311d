import { app, dialog } from 'electron'
import { serveApp } from './app-protocol.ts'
import { openDesktopEditor } from './desktop-editor.ts'
import { answerWindows } from './ipc.ts'
import { installMenu } from './menu.ts'
import { filesIn, listenForFiles } from './open-files.ts'
import { keepWindowAlive } from './renderer-crash.ts'
import { harden } from './security.ts'
import { claimInstance } from './single-instance.ts'
import { openWindow } from './window.ts'

/** The desktop application, from start to window. */
harden()
const files = listenForFiles()

if (claimInstance(files.add))
  app
    .whenReady()
    .then(async () => {
      const editor = await openDesktopEditor(filesIn(process.argv, process.cwd()))
      serveApp(editor)
      answerWindows(editor)
      installMenu(editor)
      const window = openWindow(editor)
      keepWindowAlive(window)
      files.handOver(path => editor.tell('open', path), window)
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
