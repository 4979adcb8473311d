import { join } from 'node:path'
import { app } from 'electron'
import { type Editor, openEditor } from '../runtime/editor/editor.ts'
import { startUtility } from './engine.ts'
import { desktopShell } from './shell.ts'

/** The editor service behind the window: the same as for a browser, with the system's folders and dialogs. */
export function openDesktopEditor(open: readonly string[]): Promise<Editor> {
  const userFolder = app.getPath('userData')
  return openEditor({
    version: app.getVersion(),
    userFolder,
    outputFolder: option('out') ?? join(app.getPath('pictures'), 'Leapgraph'),
    inputFolder: option('input') ?? join(userFolder, 'input'),
    modelFolders: options('models'),
    // A package keeps models and examples beside its archive, because ONNX Runtime reads only real files.
    shipped: app.isPackaged ? process.resourcesPath : app.getAppPath(),
    startEngine: startUtility,
    shell: desktopShell,
    open,
  })
}

/** `--models DIR`, any number of times. */
const options = (name: string): string[] =>
  process.argv.flatMap((argument, index) => (argument === `--${name}` ? (process.argv[index + 1] ?? []) : []))
const option = (name: string): string | undefined => options(name).at(-1)
