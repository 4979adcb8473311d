import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readSecret } from '../../../server/http/secret.ts'

const root = join(import.meta.dirname, '../../..')
let folder: string
let user: string
const children: ChildProcess[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'browser-'))
  user = join(folder, 'user')
  // A browser that writes down its command line, which every user of the machine can see.
  mkdirSync(join(folder, 'bin'))
  writeFileSync(join(folder, 'bin/xdg-open'), `#!/bin/sh\necho "$1" >> '${join(folder, 'opened')}'\n`)
  chmodSync(join(folder, 'bin/xdg-open'), 0o755)
})
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  rmSync(folder, { recursive: true })
})

function serve(...more: readonly string[]): ChildProcess {
  const options = ['serve', '--json', '--open', '--user', user, '--out', folder, '--input', folder]
  const env = { ...process.env, PATH: join(folder, 'bin') + delimiter + process.env.PATH }
  const child = spawn(process.execPath, ['server/main.ts', ...options, ...more], { cwd: root, env })
  children.push(child)
  return child
}
async function ready(server: ChildProcess): Promise<{ url: string; port: number }> {
  for await (const line of createInterface({ input: server.stdout! })) return JSON.parse(line)
  throw new Error('it ended')
}
const gone = (child: ChildProcess) => new Promise<number | null>(resolve => child.once('exit', resolve))
const opened = async (count: number): Promise<string> => {
  const lines = () =>
    existsSync(join(folder, 'opened')) ? readFileSync(join(folder, 'opened'), 'utf8').split('\n') : []
  await expect.poll(() => lines().length, { timeout: 20_000 }).toBe(count + 1)
  return lines()[count - 1]!
}
const ask = (url: string, cookie?: string) => fetch(url, { redirect: 'manual', headers: cookie ? { cookie } : {} })

test.skipIf(process.platform !== 'linux')(
  'a browser is let in once by a code, is let in again after a restart, and its command line does not tell the secret',
  async () => {
    const first = serve('--port', '0')
    const { url, port } = await ready(first)
    const secret = await readSecret(user)
    expect(url).toBe(`http://127.0.0.1:${port}/?token=${secret}`)
    const address = await opened(1)
    expect(address).not.toContain(secret)
    const entered = await ask(address)
    expect(entered.status).toBe(303)
    const cookie = entered.headers.get('set-cookie')!.split(';')[0]!
    expect(cookie).toMatch(new RegExp(`^leapgraph-${port}=`))
    expect(cookie).not.toContain(secret)
    expect((await ask(address)).status).toBe(401)

    // A second start opens the page of the first.
    expect(await gone(serve('--port', '0'))).toBe(0)
    const again = await opened(2)
    expect(again).toMatch(new RegExp(`^http://127.0.0.1:${port}/\\?code=`))
    expect((await ask(again)).status).toBe(303)

    first.kill('SIGKILL')
    await gone(first)
    await ready(serve('--port', String(port)))
    expect((await ask(`http://127.0.0.1:${port}/view?filename=no.png`, cookie)).status).toBe(404)
    const other = cookie.replace(`leapgraph-${port}`, `leapgraph-${port + 1}`)
    expect((await ask(`http://127.0.0.1:${port}/view?filename=no.png`, other)).status).toBe(401)
  },
)
