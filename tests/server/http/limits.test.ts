import { once } from 'node:events'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Handlers } from '../../../runtime/contract/requests.ts'
import type { Listener } from '../../../runtime/editor/windows.ts'
import { createServer } from '../../../server/http/server.ts'

const secret = 'a secret of the user folder'
const large = 8 * 1024 * 1024
let send: Listener
let app: Awaited<ReturnType<typeof createServer>>
let cookie: string
beforeAll(async () => {
  app = await createServer(
    {
      openWindow(listener) {
        send = listener
        return { handlers: {} as Handlers, close() {} }
      },
      parts: { picture: async () => ({ status: 200, type: 'image/png', bytes: new Uint8Array(8 * large) }) } as never,
    },
    secret,
    { limits: { headers: 200, request: 400, silence: 1_200, unread: large } },
  )
  await app.listen({ host: '127.0.0.1', port: 0 })
  cookie = /set-cookie: ([^;]+)/i.exec(
    await answer(await dial(`GET /?token=${secret.replaceAll(' ', '%20')} HTTP/1.1`)),
  )![1]!
})
afterAll(() => app.close())

/** Sends lines of a request; the empty line that ends the headers is among them or is missing. */
async function dial(...lines: readonly string[]): Promise<Socket> {
  const socket = connect((app.server.address() as AddressInfo).port, '127.0.0.1')
  await once(socket, 'connect')
  const [first, ...rest] = lines
  socket.write([first, 'Host: 127.0.0.1', ...rest, ...(rest.length > 0 ? [] : ['', ''])].join('\r\n'))
  return socket
}

/** Everything until the server ends the connection, or the first answer to a request without a body. */
async function answer(socket: Socket): Promise<string> {
  let text = ''
  socket.on('data', part => (text += part))
  await new Promise<void>(resolve => {
    socket.on('data', () => /\r\n\r\n/.test(text) && resolve())
    socket.on('close', () => resolve())
  })
  if (!/^HTTP\/1\.1 (101|408)/.test(text)) socket.destroy()
  return text
}

test('a body without our cookie is refused before it is read', async () => {
  const socket = await dial(
    'POST /anything HTTP/1.1',
    'Content-Type: application/json',
    'Content-Length: 99999999',
    '',
    '{',
  )
  expect(await answer(socket)).toMatch(/^HTTP\/1\.1 401 .*connection: close/is)
})

test('a socket without our cookie is refused before it is opened', async () => {
  const upgrade = ['Upgrade: websocket', 'Connection: Upgrade', 'Sec-WebSocket-Version: 13']
  const socket = await dial(
    'GET /socket HTTP/1.1',
    ...upgrade,
    `Sec-WebSocket-Key: ${btoa('0123456789abcdef')}`,
    '',
    '',
  )
  expect(await answer(socket)).toMatch(/^HTTP\/1\.1 401 /)
})

test('headers that do not end are not awaited', async () => {
  expect(await answer(await dial('GET / HTTP/1.1', 'X-Slow: '))).toMatch(/^HTTP\/1\.1 408 /)
})

test('a body that does not end is not awaited', async () => {
  const socket = await dial(
    'POST /view HTTP/1.1',
    `Cookie: ${cookie}`,
    'Content-Type: application/json',
    'Content-Length: 99',
    '',
    '{',
  )
  socket.resume()
  await once(socket, 'close')
})

test('a picture that is not read is not kept', async () => {
  const socket = await dial('GET /view HTTP/1.1', `Cookie: ${cookie}`, '', '')
  socket.pause()
  await expect.poll(connections, { timeout: 20_000 }).toBe(0)
  socket.destroy()
})

test('a window that does not read is cut off', async () => {
  const upgrade = ['Upgrade: websocket', 'Connection: Upgrade', 'Sec-WebSocket-Version: 13']
  const key = `Sec-WebSocket-Key: ${btoa('0123456789abcdef')}`
  const socket = await dial('GET /socket HTTP/1.1', ...upgrade, key, `Cookie: ${cookie}`, '', '')
  expect(await answer(socket)).toMatch(/^HTTP\/1\.1 101 /)
  socket.pause()
  for (let sent = 0; sent < 16; sent++) send('command', 'x'.repeat(large))
  await expect.poll(connections).toBe(0)
  socket.destroy()
})

const connections = () =>
  new Promise<number>((resolve, reject) =>
    app.server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
  )
