import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { type Browser, chromium, type Page } from '@playwright/test'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** A running editor, on the desktop or in a browser. */
export interface RunningApp {
  readonly page: Page
  /** The process whose child the engine process is. */
  readonly program: number
  /** Only in a browser, where the test has a program of its own: ends the program as a power cut does, and starts it again. */
  readonly server?: { stop(): Promise<void>; start(): Promise<void> }
  /** Ends it as a person does. */
  close(): Promise<void>
  /** Ends every process of it at once, as a power cut does. */
  kill(): Promise<void>
}

export interface HostOptions {
  /** Settings, journal, history; what a second start finds again. */
  readonly userFolder: string
  readonly models?: string
  /** Files to open first. */
  readonly open?: readonly string[]
  readonly deviceScaleFactor?: number
}

export type StartApp = (options: HostOptions) => Promise<RunningApp>

/** The editor in Debian's Chromium, served by `leapgraph serve`, in a profile of its own. */
export async function startInBrowser(options: HostOptions, browser?: Browser): Promise<RunningApp> {
  let { server, url } = await serve(options)
  const own = browser ? undefined : await openChromium()
  const { deviceScaleFactor = 1 } = options
  const context = await (browser ?? own!).newContext({ viewport: { width: 1440, height: 900 }, deviceScaleFactor })
  const page = await context.newPage()
  await page.goto(url)
  await ready(page)
  const end = async () => {
    await context.close()
    await own?.close()
  }
  return {
    page,
    get program() {
      return server.pid!
    },
    server: {
      async stop() {
        server.kill('SIGKILL')
        await gone(server)
      },
      async start() {
        ;({ server, url } = await serve({ ...options, open: [] }, new URL(url).port))
      },
    },
    async close() {
      await page.close({ runBeforeUnload: true })
      await end()
      server.kill('SIGINT')
      await gone(server)
    },
    async kill() {
      server.kill('SIGKILL')
      await Promise.all([end(), gone(server)])
    },
  }
}

async function serve({ userFolder, models, open = [] }: HostOptions, port = '0') {
  mkdirSync(userFolder, { recursive: true })
  const folders = ['--user', userFolder, '--out', join(userFolder, 'output'), '--input', join(userFolder, 'input')]
  const more = [...(models ? ['--models', models] : []), ...open]
  const server = spawn(process.execPath, ['server/main.ts', 'serve', '--port', port, '--json', ...folders, ...more], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const { url } = await firstLine(server)
  return { server, url }
}

/** The window is there and shows a document, the welcome, or the invitation to open one. */
export const ready = (page: Page): Promise<void> => page.getByRole('banner', { includeHidden: true }).waitFor()

/** Debian's Chromium, unless the environment names another. */
export const chromiumPath = process.env.LEAPGRAPH_CHROMIUM ?? '/usr/bin/chromium'

export const openChromium = (): Promise<Browser> =>
  // Without a graphics card, a process for it only costs time.
  chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox', '--disable-gpu', '--in-process-gpu'] })

/** What `serve --json` says when it is ready. */
async function firstLine(server: ChildProcess): Promise<{ readonly url: string }> {
  for await (const line of createInterface({ input: server.stdout! })) {
    if (!line.startsWith('{')) continue
    server.stdout!.resume()
    return JSON.parse(line) as { url: string }
  }
  throw new Error('serve ended before it was ready')
}

const gone = (child: ChildProcess): Promise<void> =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve()
    : new Promise(resolve => void child.once('exit', () => resolve()))
