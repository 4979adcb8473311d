import { readdirSync, statSync } from 'node:fs'
import { cp, mkdir, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises'
import { stripTypeScriptTypes } from 'node:module'
import { dirname, extname, join } from 'node:path'
import { build } from 'vite'
import { requests } from '../runtime/contract/requests.ts'

const root = join(import.meta.dirname, '..')
/** What the desktop runs; package.json's `main` lies in it. */
const target = join(root, '.vite/app')
const rooms = ['graph', 'engine', 'nodes', 'runtime', 'electron']
/** The window reads its first colour from the page's tokens. */
const tokens = 'renderer/look/tokens.css'
const sources = [...rooms, 'renderer', 'package.json', 'package-lock.json']

/**
 * Builds what Electron runs, unless nothing changed since the last build: the source tree with its types stripped, file by
 * file, so that a stack trace names real files and every file finds its neighbours. Only the preload script, which the sandbox
 * needs in one file, and the page are bundled.
 */
export async function buildApp(): Promise<void> {
  const started = new Date()
  if (changed(join(target, 'built')) > Math.max(...sources.map(source => newest(join(root, source))))) return
  // A running program keeps its files until all new files are written.
  const fresh = `${target}.${process.pid}`
  try {
    for (const room of rooms) await copyRoom(room, fresh)
    await cp(join(root, tokens), join(fresh, tokens))
    await Promise.all([
      bundlePreload(fresh),
      build({ configFile: join(root, 'renderer/vite.config.ts'), logLevel: 'error' }),
    ])
    await writeFile(join(fresh, 'built'), '')
    // A source saved during the build is newer than the build.
    await utimes(join(fresh, 'built'), started, started)
    await rm(target, { recursive: true, force: true })
    await rename(fresh, target)
  } finally {
    await rm(fresh, { recursive: true, force: true })
  }
}

const bundlePreload = (folder: string) =>
  build({
    configFile: false,
    logLevel: 'error',
    define: { knownChannels: JSON.stringify(Object.keys(requests)) },
    build: {
      outDir: join(folder, 'electron'),
      emptyOutDir: false,
      lib: { entry: join(root, 'electron/preload.ts'), formats: ['cjs'], fileName: () => 'preload.cjs' },
      rolldownOptions: { external: ['electron'] },
    },
  })

async function copyRoom(room: string, target: string): Promise<void> {
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

/** Types become spaces, so that lines and columns stay the same; imported file names get their new extension. */
const javascriptOf = (source: string): string =>
  stripTypeScriptTypes(source).replaceAll(/(['"])(\.{1,2}\/[^'"\n]+)\.ts\1/g, '$1$2.js$1')

/** When a file last changed, in milliseconds; 0 if it does not exist. */
const changed = (file: string): number => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0

/** When a file, or anything in a folder, last changed, in milliseconds. */
const newest = (path: string): number =>
  statSync(path).isFile()
    ? changed(path)
    : Math.max(...readdirSync(path, { recursive: true, encoding: 'utf8' }).map(name => changed(join(path, name))))

if (process.argv[1] === import.meta.filename) await buildApp()
