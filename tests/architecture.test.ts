import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

/** The tree is the architecture: who may import whom, and who owns which library. */
const root = fileURLToPath(new URL('..', import.meta.url))
const rooms = ['graph', 'engine', 'nodes', 'runtime/contract', 'runtime', 'server', 'electron', 'renderer'] as const
type Room = (typeof rooms)[number]

const mayImport: Record<Room, readonly Room[]> = {
  graph: [],
  engine: [],
  nodes: ['graph', 'engine'],
  'runtime/contract': ['graph'],
  runtime: ['graph', 'engine', 'nodes', 'runtime/contract'],
  server: ['graph', 'engine', 'nodes', 'runtime', 'runtime/contract'],
  electron: ['graph', 'engine', 'nodes', 'runtime', 'runtime/contract'],
  renderer: ['graph', 'runtime/contract'],
}

/** Library → the one folder that may import it. zod stands at every boundary where outside data comes in. */
const owners: Readonly<Record<string, string>> = {
  'onnxruntime-node': 'engine/runtime/',
  'onnx-proto': 'engine/onnx/',
  sharp: 'engine/image/',
  immer: 'graph/',
  yaml: 'runtime/library/',
  fastify: 'server/',
  '@fastify/websocket': 'server/',
  '@fastify/multipart': 'server/',
  electron: 'electron/',
  'litegraph.js': 'renderer/canvas/',
  react: 'renderer/',
  'react-dom': 'renderer/',
  'react-aria-components': 'renderer/',
  zustand: 'renderer/',
  'lucide-react': 'renderer/',
  '@fontsource-variable/inter': 'renderer/',
  '@fontsource-variable/jetbrains-mono': 'renderer/',
}

/** What builds the page; no part of the running program. */
const buildOnly = ['vite']

interface Source {
  readonly path: string
  readonly room: Room
  readonly lines: number
  readonly imports: readonly string[]
}

/** The innermost room a file lies in. */
const roomOf = (path: string): Room | undefined =>
  rooms.filter(room => path.startsWith(`${room}/`)).toSorted((a, b) => b.length - a.length)[0]

const sources: readonly Source[] = rooms.flatMap(room =>
  readdirSync(join(root, room), { recursive: true, encoding: 'utf8' })
    .filter(name => /\.tsx?$/.test(name))
    .map(name => join(room, name))
    .filter(path => roomOf(path) === room)
    .map(path => {
      const text = readFileSync(join(root, path), 'utf8')
      const imports = [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map(match => match[1]!)
      return { path, room, lines: text.split('\n').length, imports }
    }),
)

const local = (source: Source): string[] =>
  source.imports
    .filter(name => name.startsWith('.'))
    .map(name => relative(root, join(root, dirname(source.path), name)))

test('there is something to look at', () => expect(sources.length).toBeGreaterThan(100))

test.each(rooms)('%s imports only the rooms it may', room => {
  const wrong = sources
    .filter(source => source.room === room)
    .flatMap(source => local(source).map(target => [source.path, target] as const))
    .filter(([, target]) => {
      const other = roomOf(target)
      return other !== room && (other === undefined || !mayImport[room].includes(other))
    })
  expect(wrong).toEqual([])
})

test.each(Object.entries(owners))('%s is imported only below %s', (library, owner) => {
  const users = sources.filter(({ imports }) =>
    imports.some(name => name === library || name.startsWith(`${library}/`)),
  )
  expect(users.length).toBeGreaterThan(0)
  expect(users.map(({ path }) => path).filter(path => !path.startsWith(owner))).toEqual([])
})

test('every library has an owner here, or is zod', () => {
  const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const unowned = Object.keys(dependencies).filter(name => name !== 'zod' && !Object.hasOwn(owners, name))
  expect(unowned).toEqual([])
  const imported = new Set(sources.flatMap(({ imports }) => imports.filter(name => !/^(\.|node:)/.test(name))))
  const isOwned = (name: string) => ['zod', ...Object.keys(owners), ...buildOnly].some(known => name.startsWith(known))
  expect([...imported].filter(name => !isOwned(name))).toEqual([])
})

test('graph uses nothing that only Node or only a browser has', () => {
  const users = sources.filter(
    ({ room, imports }) => room === 'graph' && imports.some(name => name.startsWith('node:')),
  )
  expect(users).toEqual([])
})

test('no file is longer than 400 lines; the ten longest', () => {
  const longest = sources.toSorted((a, b) => b.lines - a.lines).slice(0, 10)
  console.log(longest.map(({ path, lines }) => `${String(lines).padStart(4)}  ${path}`).join('\n'))
  expect(longest.filter(({ lines }) => lines > 400)).toEqual([])
})

test('no folder is a drawer for leftovers', () => {
  const drawers = /(^|\/)(utils?|helpers?|common|shared|misc|managers?|services?)(\/|\.ts$|-)/
  expect(sources.map(({ path }) => path).filter(path => drawers.test(path))).toEqual([])
})
