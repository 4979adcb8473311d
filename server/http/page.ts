import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
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
