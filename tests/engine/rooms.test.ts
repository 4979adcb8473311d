import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../../engine', import.meta.url))

/** The rooms of engine/ from the bottom up. A room may import itself, the rooms before it and the files beside the rooms. */
const rooms = [
  'tensor',
  'image',
  'checkpoint',
  'text',
  'sampling',
  'onnx',
  'lora',
  'recognise',
  'networks',
  'runtime',
  'pipeline',
  'recipes',
] as const

/** How high a file lies; the files beside the rooms lie lowest. */
const levelOf = (path: string): number => rooms.findIndex(room => path.startsWith(`${room}/`))

/** Every import of one file of engine/ by another, those of types included. */
const arrows = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter(path => path.endsWith('.ts'))
  .flatMap(from => {
    const imports = readFileSync(join(root, from), 'utf8').matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)
    return [...imports].map(([, name]) => ({ from, to: relative(root, join(root, dirname(from), name!)) }))
  })

test('every folder of engine/ is one of the rooms', () => {
  const folders = readdirSync(root, { withFileTypes: true }).filter(entry => entry.isDirectory())
  expect(folders.map(({ name }) => name).toSorted()).toEqual([...rooms].toSorted())
})

test.each([...rooms, '.'])('%s imports only from rooms below it', room => {
  const own = arrows.filter(({ from }) => (room === '.' ? !from.includes('/') : from.startsWith(`${room}/`)))
  expect(own.filter(({ from, to }) => levelOf(to) > levelOf(from))).toEqual([])
})
