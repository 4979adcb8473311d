import { readFile } from 'node:fs/promises'
import { extname, relative, resolve } from 'node:path'

export interface PageFile {
  /** MIME type. */
  readonly type: string
  readonly bytes: Uint8Array<ArrayBuffer>
}

/**
 * Reads a file of the built page.
 *
 * @param path  of its address, decoded; `/` is the page itself
 * @returns     null when the page has no such file, or the path is outside its folder
 */
export async function pageFile(folder: string, path: string): Promise<PageFile | null> {
  const file = resolve(folder, `.${path === '/' ? '/index.html' : path}`)
  const type = types[extname(file)]
  if (relative(folder, file).startsWith('..') || type === undefined) return null
  return readFile(file).then(
    bytes => ({ type, bytes: new Uint8Array(bytes) }),
    () => null,
  )
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
}
