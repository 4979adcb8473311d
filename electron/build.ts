import { existsSync, readdirSync, statSync } from 'node:fs'
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { stripTypeScriptTypes } from 'node:module'
import { dirname, extname, join } from 'node:path'
import { build } from 'vite'

const root = join(import.meta.dirname, '..')
/** What the desktop runs; package.json's `main` lies in it. */
const target = join(root, '.vite/app')
const rooms = ['graph', 'engine', 'nodes', 'runtime', 'electron']

/**
 * Makes what Electron runs: the very tree of the sources with its types taken off, file by file, so that a stack trace
 * names real files and whatever lies beside a file lies there still. Only the preload, which a sandbox wants in one
 * piece, and the page are bundled.
 *
 * @param force  also when nothing is newer than the last time
 */
export async function buildApp({ force = false } = {}): Promise<void> {
  const done = join(target, 'built')
  const isFresh = existsSync(done) && statSync(done).mtimeMs > newestOf([...rooms, 'renderer'])
  if (isFresh && !force) return
  await rm(target, { recursive: true, force: true })
  for (const room of rooms) await copyRoom(room)
  await Promise.all([
    build({
      configFile: false,
      logLevel: 'error',
      build: {
        outDir: join(target, 'electron'),
        emptyOutDir: false,
        lib: { entry: join(root, 'electron/preload.ts'), formats: ['cjs'], fileName: () => 'preload.cjs' },
        rolldownOptions: { external: ['electron'] },
      },
    }),
    build({ configFile: join(root, 'renderer/vite.config.ts'), logLevel: 'error' }),
  ])
  await writeFile(done, '')
}

async function copyRoom(room: string): Promise<void> {
  const files = readdirSync(join(root, room), { recursive: true, encoding: 'utf8', withFileTypes: true })
  for (const entry of files) {
    if (!entry.isFile() || entry.name.endsWith('.d.ts') || entry.name === 'tsconfig.json') continue
    const from = join(entry.parentPath, entry.name)
    const to = join(target, from.slice(root.length))
    await mkdir(dirname(to), { recursive: true })
    if (extname(from) !== '.ts') await cp(from, to)
    else await writeFile(to.replace(/\.ts$/, '.js'), javascriptOf(await readFile(from, 'utf8')))
  }
}

/** The types become spaces, so that lines and columns stay; names of files get their new ending. */
const javascriptOf = (source: string): string =>
  stripTypeScriptTypes(source).replaceAll(/(['"])(\.{1,2}\/[^'"\n]+)\.ts\1/g, '$1$2.js$1')

/** Milliseconds of the last change in some folders. */
const newestOf = (folders: readonly string[]): number =>
  Math.max(
    ...folders.flatMap(folder =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map(
        name => statSync(join(root, folder, name), { throwIfNoEntry: false })?.mtimeMs ?? 0,
      ),
    ),
  )

if (process.argv[1] === import.meta.filename) await buildApp({ force: true })
