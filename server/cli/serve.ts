import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { type AddressInfo, createServer as createProbe } from 'node:net'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { openEditor } from '../../runtime/editor/editor.ts'
import { catchTheRest } from '../../runtime/editor/last-handler.ts'
import { FolderInUse } from '../../runtime/editor/only-one.ts'
import { browserShell } from '../../runtime/editor/page/shell.ts'
import { forkEngine } from '../../runtime/engine-process/fork.ts'
import { isThere } from '../../runtime/is-there.ts'
import { buildPage } from '../http/page.ts'
import { createCode, readSecret } from '../http/secret.ts'
import { createServer } from '../http/server.ts'
import { type ServeArguments, serveArguments } from './arguments.ts'
import { listenForInterruption } from './interruption.ts'

/** `leapgraph serve`: the editor in a browser on this machine, until Ctrl-C. @returns the exit code */
export async function serve(args: readonly string[]): Promise<number> {
  const options = serveArguments(args)
  for (const file of options.files)
    if (!(await isThere(file))) throw new Error(`${file} cannot be opened: there is no such file`)
  const interruption = listenForInterruption()
  const userFolder = resolve(options.user)
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
  const opened = await Promise.all([
    openEditor({
      version,
      userFolder,
      outputFolder: resolve(options.out),
      inputFolder: resolve(options.input),
      modelFolders: options.models,
      startEngine: () => forkEngine(),
      shell: process.stdin.isTTY ? { ...browserShell, confirmFolder: confirmInTerminal } : browserShell,
      open: options.files,
    }),
    buildPage(sentence => process.stderr.write(`${sentence}\n`)),
  ]).catch(async error => {
    if (!(options.open && error instanceof FolderInUse && error.address)) throw error
    await openBrowser(error.address, userFolder)
    process.stderr.write(`Leapgraph is already running; its page opens in your browser.\n`)
    for (const file of options.files) process.stderr.write(`${file} was not opened: open it in that page.\n`)
    return null
  })
  if (!opened) return 0
  const [editor] = opened
  catchTheRest(editor)
  try {
    const secret = await readSecret(userFolder)
    const app = await createServer(editor, secret, { openToPrograms: options.openToPrograms })
    const port = await listen(app, options.port)
    const address = `http://127.0.0.1:${port}/`
    editor.tellAddress(address)
    announce(options, `${address}?token=${secret}`, port)
    if (options.open) await openBrowser(address, userFolder)
    await new Promise<void>(stop => interruption.signal.addEventListener('abort', () => stop()))
    await app.close()
    return 0
  } finally {
    await editor.close()
  }
}

/** ComfyUI's own is 8188: both programs may run on one machine. */
const defaultPort = 8288
const tries = 20

type App = Awaited<ReturnType<typeof createServer>>

/** Listens where the user says, or on the first free port from the default on. @returns the port */
async function listen(app: App, wanted: number | null): Promise<number> {
  if (wanted !== null) return listenOn(app, wanted)
  for (let port = defaultPort; port < defaultPort + tries; port++) {
    if (!(await isFree(port))) continue
    if (port !== defaultPort)
      process.stderr.write(`Port ${defaultPort} is in use; Leapgraph uses the next free one, ${port}.\n`)
    return listenOn(app, port)
  }
  return listenOn(app, 0)
}

/** Whether a program on this machine may listen on a port. */
const isFree = (port: number): Promise<boolean> =>
  new Promise(resolve => {
    const probe = createProbe()
    probe.once('error', () => resolve(false))
    probe.listen({ host: '127.0.0.1', port, exclusive: true }, () => probe.close(() => resolve(true)))
  })

async function listenOn(app: App, port: number): Promise<number> {
  try {
    await app.listen({ host: '127.0.0.1', port })
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    if (code === 'EADDRINUSE')
      throw new Error(`port ${port} is in use; choose another with --port, or 0 for any that is free`, { cause })
    throw cause
  }
  return (app.server.address() as AddressInfo).port
}

function announce({ json }: ServeArguments, url: string, port: number): void {
  if (json) process.stdout.write(`${JSON.stringify({ url, port })}\n`)
  else process.stdout.write(`Leapgraph is at ${url}\nPress Ctrl+C to stop it.\n`)
}

/**
 * Opens the page in the default browser. Every user of the machine can see the command, so it holds a code that is valid once.
 * A browser that does not open is not an error: the address is printed as well.
 */
async function openBrowser(address: string, userFolder: string): Promise<void> {
  const url = `${address}?code=${createCode(await readSecret(userFolder))}`
  const [command, ...args] =
    process.platform === 'darwin'
      ? ['open', url]
      : process.platform === 'win32'
        ? ['cmd', '/c', 'start', '', url]
        : ['xdg-open', url]
  execFile(command!, args, () => {})
}

/** How long a question waits for its answer, in milliseconds. */
const patience = 120_000

let isAsking = false

/**
 * Asks in the terminal whether a page may use a folder: whoever replaced the page's script does not have the terminal.
 *
 * @throws Error where another question has no answer yet
 */
async function confirmInTerminal(folder: string, use: 'models' | 'pictures'): Promise<boolean> {
  if (isAsking) throw new Error('Answer the question in the terminal where Leapgraph runs first.')
  isAsking = true
  const terminal = createInterface({ input: process.stdin, output: process.stderr, terminal: false })
  const question = `A page asks to ${use === 'models' ? 'search' : 'save pictures in'} ${JSON.stringify(folder)}. Allow it? [y/N] `
  try {
    return /^y(es)?$/i.test(await terminal.question(question, { signal: AbortSignal.timeout(patience) }))
  } catch {
    process.stderr.write('\nNobody answered, so the folder is not used.\n')
    return false
  } finally {
    terminal.close()
    isAsking = false
  }
}
