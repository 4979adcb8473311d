import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { prompt, secret, startServer } from './server.ts'

let server: Awaited<ReturnType<typeof startServer>>
let open: Awaited<ReturnType<typeof startServer>>
beforeAll(async () => {
  ;[server, open] = await Promise.all([startServer(), startServer({ openToPrograms: true })])
})
afterAll(() => Promise.all([server.close(), open.close()]))

type Headers = Readonly<Record<string, string>>

/** A request with any headers; Node's fetch does not send every Host and Origin. @returns the status, 101 of a socket */
const ask = (port: number, path: string, headers: Headers, method = 'POST'): Promise<number> =>
  new Promise((resolve, reject) => {
    const call = request({ host: '127.0.0.1', port, path, method, headers }, answer => {
      answer.resume()
      resolve(answer.statusCode!)
    })
    call.on('upgrade', (answer, socket) => {
      socket.destroy()
      resolve(answer.statusCode!)
    })
    call.on('error', reject)
    call.end(method === 'POST' ? JSON.stringify({ prompt: prompt() }) : undefined)
  })

const upgrade = {
  connection: 'Upgrade',
  upgrade: 'websocket',
  'sec-websocket-version': '13',
  'sec-websocket-key': btoa('0123456789abcdef'),
}
const bearer = { authorization: `Bearer ${secret}` }

describe('the API', () => {
  test('takes the token by header or query, and nothing without it', async () => {
    const { port } = server
    expect(await ask(port, '/queue', {}, 'GET')).toBe(401)
    expect(await ask(port, '/queue', { authorization: 'Bearer guess' }, 'GET')).toBe(401)
    expect(await ask(port, '/queue', bearer, 'GET')).toBe(200)
    expect(await ask(port, `/api/queue?token=${secret}`, {}, 'GET')).toBe(200)
    expect(await ask(port, '/prompt', {})).toBe(401)
    expect(await ask(port, '/ws', upgrade, 'GET')).toBe(401)
    expect(await ask(port, '/ws', { ...upgrade, ...bearer }, 'GET')).toBe(101)
    expect(await ask(port, `/ws?token=${secret}`, upgrade, 'GET')).toBe(101)
  })

  /** What a browser sends for a page that is not ours, with the cookie or the token that it should not have. */
  const foreign: readonly (readonly [string, Headers])[] = [
    ['a form of another site (CSRF)', { origin: 'http://evil.example', 'content-type': 'text/plain' }],
    ['a page without an origin, such as a sandboxed frame', { origin: 'null' }],
    ['another program on this machine', { origin: 'http://127.0.0.1:3000' }],
    [
      'a name that was pointed at this machine (DNS rebinding)',
      { host: 'evil.example:8288', origin: 'http://evil.example:8288' },
    ],
    ['the same without an Origin', { host: 'evil.example' }],
  ]
  test.each(foreign)('refuses %s, with and without the token, and with programs let in', async (_, headers) => {
    for (const { port } of [server, open])
      for (const proof of [{}, bearer]) {
        expect(await ask(port, '/prompt', { ...headers, ...proof })).toBe(403)
        expect(await ask(port, '/ws', { ...upgrade, ...headers, ...proof }, 'GET')).toBe(403)
      }
    expect(server.editor.runs.queue).toEqual([])
    expect(open.editor.runs.queue).toEqual([])
  })

  test('allows no other site to read its answers', async () => {
    const answer = await server.ask('/queue')
    expect(answer.headers.get('access-control-allow-origin')).toBeNull()
    expect((await server.ask('/prompt', { method: 'OPTIONS' })).headers.get('access-control-allow-origin')).toBeNull()
  })

  test('lets programs in without the token where a person said so, but no page and not into the editor', async () => {
    const { port } = open
    expect(await ask(port, '/queue', {}, 'GET')).toBe(200)
    expect(await ask(port, '/ws', upgrade, 'GET')).toBe(101)
    expect(await ask(port, '/queue', { 'sec-fetch-site': 'cross-site' }, 'GET')).toBe(401)
    expect(await ask(port, '/socket', upgrade, 'GET')).toBe(401)
    expect(await ask(port, '/', {}, 'GET')).toBe(401)
    expect(await ask(port, '/nowhere', {}, 'GET')).toBe(404)
    expect(await ask(server.port, '/nowhere', {}, 'GET')).toBe(401)
  })
})
