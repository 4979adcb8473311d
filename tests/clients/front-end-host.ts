import { createReadStream, existsSync, statSync } from 'node:fs'
import { createServer, type IncomingMessage, request } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { extname, join, normalize } from 'node:path'

/**
 * Serves ComfyUI's page, and passes everything else on to a server of ours with its token: the page has no place for one, and
 * asks the host that it comes from.
 *
 * @param folder  the files of the page
 */
export async function hostFrontEnd(folder: string, upstream: { readonly port: number; readonly token: string }) {
  const target = { host: '127.0.0.1', port: upstream.port }
  const headersOf = ({ headers: { origin: _, ...headers } }: IncomingMessage) => ({
    ...headers,
    host: `${target.host}:${target.port}`,
    authorization: `Bearer ${upstream.token}`,
  })
  const server = createServer((asked, answer) => {
    const file = fileOf(folder, asked.url!)
    if (file) {
      answer.setHeader('content-type', types[extname(file)] ?? 'application/octet-stream')
      createReadStream(file).pipe(answer)
      return
    }
    const passed = request({ ...target, method: asked.method, path: asked.url, headers: headersOf(asked) }, given => {
      answer.writeHead(given.statusCode!, given.headers)
      given.pipe(answer)
    })
    passed.on('error', () => answer.destroy())
    asked.pipe(passed)
  })
  server.on('upgrade', (asked, socket, head) => {
    const passed = connect(target, () => {
      const headers = Object.entries(headersOf(asked)).map(([name, value]) => `${name}: ${value}\r\n`)
      passed.write(`GET ${asked.url} HTTP/1.1\r\n${headers.join('')}\r\n`)
      passed.write(head)
      passed.pipe(socket).pipe(passed)
    })
    passed.on('error', () => socket.destroy())
    socket.on('error', () => passed.destroy())
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
}

function fileOf(folder: string, url: string): string | null {
  const { pathname } = new URL(url, 'http://page')
  const path = join(folder, normalize(pathname === '/' ? '/index.html' : pathname))
  return existsSync(path) && statSync(path).isFile() ? path : null
}
