import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type Room, roomOf, rooms, root, type Source, sources, target } from './tree.ts'

/** Who may import whom, and who owns which library. */
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
  koffi: 'engine/runtime/',
  'onnx-proto': 'engine/onnx/',
  sharp: 'engine/image/',
  immer: 'graph/',
  yaml: 'runtime/library/',
  fastify: 'server/',
  '@fastify/websocket': 'server/',
  '@modelcontextprotocol/sdk': 'server/mcp/',
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

/** What builds the page and is not a part of the running program. */
const buildOnly = ['vite']

const libraries = ({ imports }: Source) => imports.map(({ from }) => from).filter(name => !name.startsWith('.'))

test('there are sources to check', () => expect(sources.length).toBeGreaterThan(100))

test.each(rooms)('%s imports only the rooms it may', room => {
  const wrong = sources
    .filter(source => source.room === room)
    .flatMap(source => source.imports.map(one => [source.path, target(source, one)] as const))
    .filter(([, path]) => {
      if (path === undefined) return false
      const other = roomOf(path)
      return other !== room && (other === undefined || !mayImport[room].includes(other))
    })
  expect(wrong).toEqual([])
})

test.each(Object.entries(owners))('%s is imported only below %s', (library, owner) => {
  const users = sources.filter(source =>
    libraries(source).some(name => name === library || name.startsWith(`${library}/`)),
  )
  expect(users.length).toBeGreaterThan(0)
  expect(users.map(({ path }) => path).filter(path => !path.startsWith(owner))).toEqual([])
})

test('every library has an owner here, or is zod', () => {
  const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const unowned = Object.keys(dependencies).filter(name => name !== 'zod' && !Object.hasOwn(owners, name))
  expect(unowned).toEqual([])
  const imported = new Set(sources.flatMap(libraries).filter(name => !name.startsWith('node:')))
  const isOwned = (name: string) => ['zod', ...Object.keys(owners), ...buildOnly].some(known => name.startsWith(known))
  expect([...imported].filter(name => !isOwned(name))).toEqual([])
})

test('no file imports itself through other files, types included', () => {
  const below = new Map(sources.map(source => [source.path, source.imports.flatMap(one => target(source, one) ?? [])]))
  const clean = new Set<string>()
  const circle = (file: string, path: readonly string[]): readonly string[] | undefined => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file]
    if (clean.has(file)) return undefined
    const found = (below.get(file) ?? []).map(next => circle(next, [...path, file])).find(one => one !== undefined)
    if (!found) clean.add(file)
    return found
  }
  expect([...below.keys()].map(file => circle(file, [])).find(one => one !== undefined)).toBeUndefined()
})

test('graph uses nothing that only Node.js has', () => {
  const users = sources.filter(
    source => source.room === 'graph' && libraries(source).some(name => name.startsWith('node:')),
  )
  expect(users.map(({ path }) => path)).toEqual([])
})
