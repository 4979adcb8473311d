import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { request } from 'node:http'
import { createServer as createNetServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readWire, type WireReply, writeWire } from '../../../runtime/contract/wire.ts'
import { serve } from '../../../server/cli/serve.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'leapgraph-serve-'))
let server: ChildProcess
let address: URL
let cookie = ''

const start = (...more: readonly string[]): ChildProcess =>
  spawn(
    process.execPath,
    [
      'server/main.ts',
      'serve',
      '--json',
      '--user',
      folder,
      '--out',
      join(folder, 'out'),
      '--input',
      join(folder, 'in'),
      ...more,
    ],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )

beforeAll(async () => {
  server = start('--port', '0')
  for await (const line of createInterface({ input: server.stdout! })) {
    address = new URL(JSON.parse(line).url)
    break
  }
  const { headers } = await ask('/', { query: address.search })
  cookie = String(headers['set-cookie']?.[0]).split(';')[0]!
})
afterAll(() => server.kill('SIGINT'))

interface Asked {
  readonly query?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** As `fetch`, but with any Host. */
function ask(
  path: string,
  { query = '', headers = {} }: Asked = {},
): Promise<{ status: number; headers: Record<string, string[] | string | undefined>; body: string }> {
  return new Promise((resolve, reject) => {
    const call = request(new URL(path + query, address), { headers }, answer => {
      let body = ''
      answer.on('data', text => (body += text))
      answer.on('end', () =>
        resolve({ status: answer.statusCode!, headers: answer.headers as Record<string, string>, body }),
      )
    })
    call.on('error', reject)
    call.end()
  })
}

/** A window's socket. */
async function open(headers: Readonly<Record<string, string>> = { cookie }) {
  const url = new URL('/socket', address)
  url.protocol = 'ws:'
  url.search = ''
  // Node's WebSocket takes headers, which the standard's does not know.
  const socket = new WebSocket(url, { headers } as unknown as string[])
  const replies: WireReply[] = []
  socket.addEventListener('message', ({ data }) => replies.push(readWire(String(data)) as WireReply))
  const closed = new Promise<number>(resolve => {
    socket.addEventListener('close', ({ code }) => resolve(code))
    socket.addEventListener('error', () => resolve(-1))
  })
  await Promise.race([new Promise(resolve => socket.addEventListener('open', resolve)), closed])
  const reply = async (find: (reply: WireReply) => boolean): Promise<WireReply> => {
    for (;;) {
      const found = replies.find(find)
      if (found) return found
      await new Promise(resolve => setTimeout(resolve, 20))
    }
  }
  let ids = 0
  return {
    socket,
    closed,
    reply,
    async ask(channel: string, ...args: unknown[]) {
      const id = ++ids
      socket.send(writeWire({ id, channel, args }))
      return (await reply(each => 'id' in each && each.id === id)) as { value?: unknown; error?: string }
    },
  }
}

describe('leapgraph serve', () => {
  test('shows the page only to a browser with the token', async () => {
    expect((await ask('/')).status).toBe(401)
    expect((await ask('/', { query: '?token=guess' })).status).toBe(401)
    const page = await ask('/', { headers: { cookie } })
    expect(page.status).toBe(200)
    expect(page.headers['content-security-policy']).toContain("default-src 'none'")
    expect(page.headers['content-security-policy']).not.toContain('unsafe')
  })

  test('answers its own pages on this machine only', async () => {
    expect((await ask('/', { headers: { cookie, host: 'evil.example' } })).status).toBe(403)
    expect((await ask('/', { headers: { cookie, origin: 'http://evil.example' } })).status).toBe(403)
    expect((await ask('/view', { query: '?filename=a.png&type=output' })).status).toBe(401)
    expect(await (await open({})).closed).not.toBe(1000)
    expect((await ask('/socket')).status).toBe(401)
    expect(await (await open({ cookie, origin: 'http://evil.example' })).closed).not.toBe(1000)
  })

  test('lets a browser keep assets, whose names contain a hash, but not the page', async () => {
    const page = await ask('/', { headers: { cookie } })
    expect(page.headers['cache-control']).toBeUndefined()
    const [asset] = /\/assets\/[^"]+\.js/.exec(page.body)!
    expect((await ask(asset, { headers: { cookie } })).headers['cache-control']).toContain('immutable')
  })

  test('serves no files but those of the page', async () => {
    for (const path of [
      '/assets/../../../../package.json',
      '/assets/%2e%2e/%2e%2e/%2e%2e/package.json',
      '/package.json',
    ])
      expect((await ask(path, { headers: { cookie } })).status).toBe(404)
  })

  test('answers the requests of the contract, with exact seeds, and sentences for errors', async () => {
    const window = await open()
    const { value } = (await window.ask('editor:start')) as {
      value: { specs: { type: string; inputs: Record<string, { max: bigint }> }[] }
    }
    expect(value.specs.find(({ type }) => type === 'KSampler')?.inputs.seed?.max).toBe(18446744073709551615n)
    expect((await window.ask('no:such')).error).toBe("there is no request 'no:such'")
    expect((await window.ask('run:cancel', 7)).error).toContain('run:cancel: 0')
    window.socket.close()
  })

  test('a message that is not a request ends its connection and no other', async () => {
    const [rude, polite] = await Promise.all([open(), open()])
    rude.socket.send('{"nonsense')
    expect(await rude.closed).toBe(1003)
    expect((await polite.ask('queue:list')).value).toEqual([])
    polite.socket.close()
  })

  test('a second server with the same folder or port says what is wrong', async () => {
    const said = (child: ChildProcess) =>
      new Promise<string>(resolve => {
        let text = ''
        child.stderr!.on('data', part => (text += part))
        child.on('exit', () => resolve(text))
      })
    expect(await said(start('--port', '0'))).toContain('already running with this folder')
    const elsewhere = mkdtempSync(join(tmpdir(), 'leapgraph-serve-'))
    expect(await said(start('--user', elsewhere, '--port', address.port))).toContain(`port ${address.port} is in use`)
  })
  test('without a port it takes the next free one, and says so', async () => {
    const taken = createNetServer()
    // Another program may have the port already; that is as good.
    await new Promise<void>(done => taken.once('error', () => done()).listen(8288, '127.0.0.1', done))
    const second = start('--user', mkdtempSync(join(tmpdir(), 'leapgraph-serve-')))
    let notes = ''
    second.stderr!.on('data', part => (notes += part))
    const [line] = await once(createInterface({ input: second.stdout! }), 'line')
    const { port } = JSON.parse(line)
    expect(port).toBeGreaterThan(8288)
    expect(notes).toContain(`Port 8288 is in use; Leapgraph uses the next free one, ${port}.`)
    second.kill('SIGINT')
    await once(second, 'exit')
    taken.close()
  })
})

test('a file that does not exist is named, and no editor is opened', async () => {
  const missing = join(folder, 'missing.json')
  await expect(serve([missing, '--user', folder])).rejects.toThrow(`${missing} cannot be opened: there is no such file`)
})
