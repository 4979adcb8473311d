import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type Connection, connect } from './devtools.ts'

const program = process.env.LEAPGRAPH_CHROMIUM || '/usr/bin/chromium'
const switches = [
  ...(process.env.STANDIN_HEADED ? [] : ['--headless=new']),
  '--no-sandbox',
  '--disable-gpu',
  '--in-process-gpu',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
  '--disable-renderer-backgrounding',
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--force-color-profile=srgb',
  '--hide-scrollbars',
  '--no-startup-window',
  '--remote-debugging-port=0',
]

/** The browser whose pages are the windows; `startChromium` makes it. */
export let chromium: Promise<Connection> = Promise.reject(new Error('Chromium has not been started'))
chromium.catch(() => {})

/**
 * Starts Chromium with a profile in the user's folder, and says on stderr where its DevTools are, as Electron does. It
 * ends with this process.
 */
export function startChromium(userFolder: string): Promise<Connection> {
  chromium = start(userFolder)
  return chromium
}

async function start(userFolder: string): Promise<Connection> {
  const profile = mkdtempSync(join(userFolder, 'chromium-'))
  const child = spawn(program, [...switches, `--user-data-dir=${profile}`], {
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  })
  process.on('exit', () => {
    try {
      process.kill(-child.pid!, 'SIGKILL')
    } catch {
      // It is gone already.
    }
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
  })
  const address = await addressOf(child)
  const connection = await connect(address)
  await connection.browser.send('Target.setDiscoverTargets', { discover: true })
  process.stderr.write(`\nDevTools listening on ${address}\n`)
  return connection
}

const addressOf = (child: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    let said = ''
    child.stderr!.on('data', (text: Buffer) => {
      said = (said + text.toString()).slice(-4000)
      const address = /^DevTools listening on (ws:\/\/.*)$/m.exec(said)?.[1]
      if (address) resolve(address.trim())
    })
    child.once('error', reject)
    child.once('exit', code => reject(new Error(`Chromium ended with ${code}: ${said}`)))
  })
