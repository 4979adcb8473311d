import { existsSync, readdirSync, statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { extname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
/** Where Vite puts the page; the desktop shows the same. */
export const pageFolder = join(root, '.vite/renderer/main_window')

/** Builds the page where it is missing or older than its sources. A packaged program carries it and has no sources. */
export async function buildPage(told: (sentence: string) => void): Promise<void> {
  const sources = ['renderer', 'graph', 'runtime/contract'].map(folder => join(root, folder))
  const built = join(pageFolder, 'index.html')
  if (existsSync(built) && statSync(built).mtimeMs > Math.max(...sources.map(newest))) return
  told('building the editor, once …')
  const { build } = await import('vite')
  await build({ configFile: join(root, 'renderer/vite.config.ts'), logLevel: 'error' })
}

/** Milliseconds of the last change below a folder; 0 where there is none. */
function newest(folder: string): number {
  if (!existsSync(folder)) return 0
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  return Math.max(0, ...files.map(file => statSync(join(folder, file), { throwIfNoEntry: false })?.mtimeMs ?? 0))
}

/** A file of the page; null when there is none of that name. */
export async function pageFile(path: string): Promise<{ readonly type: string; readonly bytes: Buffer } | null> {
  const file = resolve(pageFolder, `.${path === '/' ? '/index.html' : path}`)
  const type = types[extname(file)]
  if (relative(pageFolder, file).startsWith('..') || type === undefined) return null
  return readFile(file).then(
    bytes => ({ type, bytes }),
    () => null,
  )
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
}
