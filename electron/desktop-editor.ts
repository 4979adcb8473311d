import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { app, utilityProcess } from 'electron'
import { withoutTelemetry } from '../engine/runtime/telemetry.ts'
import { type Editor, openEditor } from '../runtime/editor/editor.ts'
import { type Channel, followOutput } from '../runtime/engine-process/channel.ts'
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

const entry = fileURLToPath(new URL('./engine-process.ts', import.meta.url))

/** An engine in an Electron utility process: a crash in native code, or a lack of memory, ends only this process. */
function startUtility(): Channel {
  const child = utilityProcess.fork(entry, [], {
    serviceName: 'Leapgraph engine',
    stdio: 'pipe',
    env: { ...process.env, ...withoutTelemetry },
  })
  const output = followOutput(child)
  return {
    send: message => child.postMessage(message),
    onMessage: listener => void child.on('message', listener),
    onOutput: output.onOutput,
    onExit: listener => void child.once('exit', code => listener({ code, signal: null, said: output.last() })),
    kill: () => void child.kill(),
  }
}
