import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The repository as the architecture tests read it, once: every source file, its room, its lines and its imports. */
export const root = fileURLToPath(new URL('../..', import.meta.url))
export const rooms = [
  'graph',
  'engine',
  'nodes',
  'runtime/contract',
  'runtime',
  'server',
  'electron',
  'renderer',
] as const
export type Room = (typeof rooms)[number]

/** What a file takes from another: the names, or `*` where everything is within reach. */
export interface Import {
  /** As it is written. */
  readonly from: string
  readonly names: readonly string[]
}

export interface File {
  /** From the repository's root. */
  readonly path: string
  readonly text: string
  readonly lines: number
  readonly imports: readonly Import[]
}

export interface Source extends File {
  readonly room: Room
}

const read = (path: string): File => {
  const text = readFileSync(join(root, path), 'utf8')
  return { path, text, lines: text.split('\n').length, imports: importsOf(text) }
}

const filesBelow = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter(name => /\.tsx?$/.test(name) && !name.endsWith('.d.ts'))
    .map(name => join(folder, name))

/** The innermost room a file lies in. */
export const roomOf = (path: string): Room | undefined =>
  rooms.filter(room => path.startsWith(`${room}/`)).toSorted((a, b) => b.length - a.length)[0]

const top = [...new Set(rooms.map(room => room.split('/')[0]!))]

export const sources: readonly Source[] = top.flatMap(filesBelow).map(path => ({ ...read(path), room: roomOf(path)! }))

/** What else may use a source: the tests and the programs that build and package. */
export const users: readonly File[] = [...sources, ...filesBelow('tests').map(read), read('forge.config.ts')]

/** The file that an import names, from the repository's root; undefined for a library. */
export const target = (file: File, { from }: Import): string | undefined =>
  from.startsWith('.') ? relative(root, join(root, dirname(file.path), from)) : undefined

function importsOf(text: string): Import[] {
  const fixed = [...text.matchAll(/^\s*(?:import|export)\s(?:type\s+)?([^'"`;=]*?)\s*from\s*'([^']+)'/gm)]
  const bare = [...text.matchAll(/^\s*import\s*'([^']+)'/gm)]
  const lazy = [...text.matchAll(/import\s*\(\s*'([^']+)'\s*\)/g)]
  return [
    ...fixed.map(([, clause, from]) => ({ from: from!, names: namesOf(clause!) })),
    ...[...bare, ...lazy].map(([, from]) => ({ from: from!, names: ['*'] })),
  ]
}

/** `a, { b as c, type D }` takes `default`, `b` and `D`; `* as a` takes everything. */
function namesOf(clause: string): string[] {
  if (clause.includes('*')) return ['*']
  const braces = /\{([^}]*)\}/.exec(clause)?.[1] ?? ''
  const named = braces.split(',').map(
    part =>
      part
        .trim()
        .replace(/^type\s+/, '')
        .split(/\s+as\s+/)[0]!,
  )
  const own = clause
    .replace(/\{[^}]*\}/, '')
    .replaceAll(',', '')
    .trim()
  return [...(own ? ['default'] : []), ...named.filter(Boolean)]
}
