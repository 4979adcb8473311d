import { readFile } from 'node:fs/promises'
import { extname, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { protocol } from 'electron'
import type { Editor } from '../runtime/editor/editor.ts'
import { pagePolicy } from '../runtime/editor/page-policy.ts'

/** Beside the program's own files, see build.ts. */
const pageFolder = fileURLToPath(new URL('../../renderer/main_window', import.meta.url))

protocol.registerSchemesAsPrivileged([
  { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
])

/** Answers `app://leapgraph/…`: the page and its files, and pictures. Nothing comes from the network. */
export function serveApp(editor: Pick<Editor, 'picture'>): void {
  protocol.handle('app', async request => {
    const { host, pathname, searchParams } = new URL(request.url)
    if (host !== 'leapgraph' || request.method !== 'GET') return plain(404, 'There is nothing here.')
    if (pathname === '/view') {
      const { status, type, bytes } = await editor.picture(searchParams)
      return new Response(new Uint8Array(bytes), { status, headers: { 'content-type': type, ...always } })
    }
    return pageFile(decodeURIComponent(pathname))
  })
}

async function pageFile(path: string): Promise<Response> {
  const file = resolve(pageFolder, `.${path === '/' ? '/index.html' : path}`)
  const type = types[extname(file)]
  if (relative(pageFolder, file).startsWith('..') || type === undefined) return plain(404, 'There is nothing here.')
  return readFile(file).then(
    bytes => new Response(new Uint8Array(bytes), { headers: { 'content-type': type, ...always } }),
    () => plain(404, 'There is nothing here.'),
  )
}

const always = {
  'content-security-policy': pagePolicy,
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-cache',
}
const plain = (status: number, text: string) => new Response(text, { status, headers: always })

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
}
