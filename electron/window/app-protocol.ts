import { fileURLToPath } from 'node:url'
import { protocol } from 'electron'
import type { Editor } from '../../runtime/editor/editor.ts'
import { pageFile } from '../../runtime/editor/page/page-file.ts'
import { pagePolicy } from '../../runtime/editor/page/page-policy.ts'

/** Beside the program's own files, see build.ts. */
const pageFolder = fileURLToPath(new URL('../../../renderer/main_window', import.meta.url))

protocol.registerSchemesAsPrivileged([
  { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
])

/** Serves `app://leapgraph/…`: the page, its files, and pictures. Nothing comes from the network. */
export function serveApp(editor: Pick<Editor, 'picture'>): void {
  protocol.handle('app', async request => {
    const { host, pathname, searchParams } = new URL(request.url)
    if (host !== 'leapgraph' || request.method !== 'GET') return plain(404, 'Not found.')
    if (pathname === '/view') {
      const { status, type, bytes } = await editor.picture(searchParams)
      return new Response(new Uint8Array(bytes), { status, headers: { 'content-type': type, ...always } })
    }
    const found = await pageFile(pageFolder, decodeURIComponent(pathname))
    if (!found) return plain(404, 'Not found.')
    return new Response(found.bytes, { headers: { 'content-type': found.type, ...always } })
  })
}

const always = {
  'content-security-policy': pagePolicy,
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-cache',
}
const plain = (status: number, text: string) => new Response(text, { status, headers: always })
