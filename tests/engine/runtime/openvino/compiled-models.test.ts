import { mkdtemp, readdir, readFile, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { Graph } from '../../../../engine/onnx/graph.ts'
import { irOf } from '../../../../engine/onnx/ir/operators.ts'
import { Value } from '../../../../engine/onnx/value.ts'
import { CompiledModels, modelKey } from '../../../../engine/runtime/openvino/compiled-models.ts'
import { createOpenVinoSession } from '../../../../engine/runtime/openvino/session.ts'
import { tensor } from '../../../../engine/tensor/tensor.ts'
import { fetchedLibrary as library } from '../../../accelerators/fetched.ts'

const root = await mkdtemp(join(tmpdir(), 'compiled-'))
afterAll(() => rm(root, { recursive: true }))
let folder: string
beforeEach(async () => {
  folder = join(await mkdtemp(join(root, 'case-')), 'models')
})
const names = async () => (await readdir(folder)).toSorted()

/** Keeps `size` bytes of which it was used `age` seconds ago. */
async function keep(models: CompiledModels, key: string, size: number, age = 0): Promise<void> {
  await models.keep(key, path => writeFile(path, Buffer.alloc(size, 7)))
  const then = new Date(Date.now() - 1000 * age)
  await utimes(join(folder, `${key}.model`), then, then).catch(() => {})
}

test('beyond its size the folder loses what was used longest ago, and only its user may read it', async () => {
  const models = new CompiledModels(folder, 400)
  await keep(models, 'a', 100, 30)
  await keep(models, 'b', 100, 20)
  expect(await models.find('a')).toMatchObject({ length: 100n })
  await keep(models, 'c', 100)
  expect(await names()).toEqual(['a.model', 'b.model', 'c.model'])
  await keep(models, 'd', 100)
  expect(await names()).toEqual(['a.model', 'c.model', 'd.model'])
  if (process.platform !== 'win32') expect((await stat(folder)).mode & 0o777).toBe(0o700)
})

test.each([
  ['that was cut off', (path: string) => truncate(path, 50)],
  ['that is empty', (path: string) => truncate(path, 0)],
  [
    'with a changed byte',
    async (path: string) => {
      const bytes = await readFile(path)
      bytes[10] = 8
      await writeFile(path, bytes)
    },
  ],
])('a model %s is ignored and removed', async (_, damage) => {
  const models = new CompiledModels(folder)
  await keep(models, 'a', 100)
  await damage(join(folder, 'a.model'))
  expect(await models.find('a')).toBeUndefined()
  expect(await names()).toEqual([])
})

test('a model that cannot be written leaves nothing behind, and a large one is not kept at all', async () => {
  const models = new CompiledModels(folder, 400)
  await models.keep('a', async path => {
    await writeFile(path, 'half')
    throw new Error('the disk is full')
  })
  expect(await names()).toEqual([])
  expect([models.holds(100), models.holds(101)]).toEqual([true, false])
})

/** y = x + summand + weight, the weight in a file. */
function adding(summand: number, path: string, offset = 0): Graph {
  const graph = new Graph('add')
  const weight = graph.external('w', [1], 'float32', { path, offset, length: 4 })
  Value.input(graph, 'x', [1])
    .add(summand)
    .add(new Value(graph, weight, [1]))
    .output('y')
  return graph
}

describe('with a file of weights', () => {
  let path: string
  beforeEach(async () => {
    path = join(folder, '..', 'weights')
    await writeFile(path, new Uint8Array(Float32Array.of(10, 20).buffer))
  })
  const keyOf = (graph: Graph, how = ['exact']) => modelKey(irOf(graph), how)

  test('the key changes with a number in the graph, the weights, their file and the way of compiling, and with nothing else', async () => {
    const key = await keyOf(adding(1, path))
    expect(await keyOf(adding(1, path))).toBe(key)
    const others = [adding(2, path), adding(1, path, 4)].map(graph => keyOf(graph))
    const keys = [...(await Promise.all(others)), await keyOf(adding(1, path), ['fast'])]
    await writeFile(path, new Uint8Array(Float32Array.of(30, 40, 50).buffer))
    keys.push(await keyOf(adding(1, path)))
    expect(new Set([key, ...keys]).size).toBe(5)
  })

  test.skipIf(library === undefined)(
    'the second session of a network reads the kept model, a damaged one is compiled again, and the numbers are the same',
    async () => {
      const compute = async () => {
        const session = await createOpenVinoSession(adding(1, path), { library, threads: 1, cache: folder })
        const { y } = await session.run({ x: tensor([1], Float32Array.of(5)) })
        await session.release()
        return y!.data[0]
      }
      expect(await compute()).toBe(16)
      const [name] = await names()
      const { ino } = await stat(join(folder, name!))
      expect(await compute()).toBe(16)
      expect((await stat(join(folder, name!))).ino).toBe(ino)
      await truncate(join(folder, name!), 100)
      expect(await compute()).toBe(16)
      expect((await stat(join(folder, name!))).size).toBeGreaterThan(100)
    },
  )
})
