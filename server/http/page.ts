import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
/** The folder that Vite builds the page into; the desktop shows the same page. */
export const pageFolder = join(root, '.vite/renderer/main_window')

/** Builds the page where it is missing or older than its sources. A packaged program has the page and no sources. */
export async function buildPage(onProgress: (sentence: string) => void): Promise<void> {
  const sources = ['renderer', 'graph', 'runtime/contract'].map(folder => join(root, folder))
  const built = join(pageFolder, 'index.html')
  if (existsSync(built) && statSync(built).mtimeMs > Math.max(...sources.map(newest))) return
  onProgress('building the editor; this happens once …')
  const { build } = await import('vite')
  await build({ configFile: join(root, 'renderer/vite.config.ts'), logLevel: 'error' })
}

/** Milliseconds of the last change below a folder; 0 where there is none. */
function newest(folder: string): number {
  if (!existsSync(folder)) return 0
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  return Math.max(0, ...files.map(file => statSync(join(folder, file), { throwIfNoEntry: false })?.mtimeMs ?? 0))
}
