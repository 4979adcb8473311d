import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { RunEvent } from '../../runtime/contract/run-event.ts'
import { node, of } from './events.ts'
import { slow, toyExecutor, twoOutputs } from './toy-executor.ts'

const toy = toyExecutor()

test('the same prompt again evaluates nothing and still reports its pictures', async () => {
  const run = toy.open()
  await run(twoOutputs())
  const again = await run(twoOutputs())
  expect(again.evaluated).toEqual([])
  expect(again.cached.sort()).toEqual(['1', '2', '3', '4', '5'])
  expect(again.images.sort()).toEqual(['4 sum.txt', '5 two.txt'])
  expect(again.status).toBe('done')
})

test('one changed widget evaluates exactly what depends on it', async () => {
  const run = toy.open()
  await run(twoOutputs())
  const { evaluated, images } = await run(twoOutputs({ one: 10 }))
  expect(evaluated).toEqual(['1', '3', '4'])
  expect(images.sort()).toEqual(['4 sum.txt', '5 two.txt'])
  expect(await readFile(join(toy.home, 'sum.txt'), 'utf8')).toBe('12 the prompt')
})

test('node ids and titles do not matter to what is remembered', async () => {
  const run = toy.open()
  await run({ 1: node('Number', { value: 1 }), 2: node('Write', { number: ['1', 0], name: 'n' }) })
  const again = await run({ a: node('Number', { value: 1 }, 'One'), b: node('Write', { number: ['a', 0], name: 'n' }) })
  expect(again.evaluated).toEqual([])
})

test('results that the next prompt does not use are dropped', async () => {
  const run = toy.open()
  await run(twoOutputs())
  await run(twoOutputs({ one: 10 }))
  expect(toy.host.keys()).toHaveLength(5)
  const { evaluated, events } = await run(twoOutputs())
  expect(evaluated).toEqual(['1', '3', '4'])
  expect(of(events, 'cached').map(({ took }) => Object.keys(took))).toEqual([['2', '5']])
})

test('the result of a passing step is dropped as soon as no later step of the run reads it', async () => {
  const run = toy.open()
  const held: Record<string, number> = {}
  const count = (event: RunEvent) => event.kind === 'node-start' && (held[event.node] = toy.host.keys().length)
  const { status } = await run(twoOutputs(), count, undefined, { passing: new Set(['2']) })
  expect(status).toBe('done')
  // In the order 2, 5, 1, 3, 4: the last to read 2 is 3.
  expect(held).toEqual({ 2: 0, 5: 1, 1: 2, 3: 3, 4: 3 })
  expect((await run(twoOutputs())).evaluated).toEqual([])
})

test('a picture that was deleted is made again, and nothing else is', async () => {
  const run = toy.open()
  await run(twoOutputs())
  await rm(join(toy.home, 'sum.txt'))
  expect((await run(twoOutputs())).evaluated).toEqual(['4'])
})

test('when a file changes on disk, the steps that read it run again', async () => {
  await mkdir(join(toy.home, 'checkpoints'))
  await writeFile(join(toy.home, 'checkpoints/a.safetensors'), 'one')
  const run = toy.open()
  const prompt = {
    1: node('FileName', { ckpt_name: 'a.safetensors' }),
    2: node('Write', { number: ['1', 0], name: 'n' }),
  }
  await run(prompt)
  expect((await run(prompt)).evaluated).toEqual([])
  await writeFile(join(toy.home, 'checkpoints/a.safetensors'), 'other')
  expect((await run(prompt)).evaluated).toEqual(['1', '2'])
})

test('a file named inside a text counts as well', async () => {
  await mkdir(join(toy.home, 'embeddings'))
  const run = toy.open()
  const prompt = { 1: node('Words', { text: 'cat' }), 2: node('Write', { number: ['1', 0], name: 'n' }) }
  await run(prompt)
  await writeFile(join(toy.home, 'embeddings/cat.safetensors'), 'x')
  expect((await run(prompt)).evaluated).toEqual(['1', '2'])
})

test('a picture is made again in another output folder', async () => {
  const run = toy.open()
  await mkdir(join(toy.home, 'other'))
  await run(twoOutputs())
  const { evaluated } = await run(twoOutputs(), undefined, undefined, {
    folders: { output: join(toy.home, 'other'), temp: toy.home },
  })
  expect(evaluated.sort()).toEqual(['4', '5'])
  expect(await readFile(join(toy.home, 'other/sum.txt'), 'utf8')).toBe('3 the prompt')
})

test('the same work under two ids runs once; the second reports the result and its picture', async () => {
  const run = toy.open()
  const { evaluated, cached, images, events } = await run({
    1: node('Number', { value: 1 }),
    2: node('Write', { number: ['1', 0], name: 'n' }),
    3: node('Number', { value: 1 }),
    4: node('Write', { number: ['3', 0], name: 'n' }),
  })
  expect([evaluated, cached, images]).toEqual([
    ['1', '2'],
    ['3', '4'],
    ['2 n.txt', '4 n.txt'],
  ])
  const took = of(events, 'cached').map(({ took }) => took)
  const ms = of(events, 'node-done').map(({ ms }) => ms)
  expect(took).toEqual([{ 3: ms[0] }, { 4: ms[1] }])
})

test('a reused result comes with the milliseconds that making it took, without loading', async () => {
  const run = toy.open()
  const prompt = {
    1: node('Number', { value: 1 }),
    2: node('Load', { number: ['1', 0] }),
    3: node('Write', { number: ['2', 0], name: 'n' }),
  }
  const done = of((await run(prompt)).events, 'node-done')
  expect(done.map(({ loadMs }) => loadMs)).toEqual([0, 7, 0])
  const took = { 1: done[0]!.ms, 2: done[1]!.ms - 7, 3: done[2]!.ms }
  const again = of((await run(prompt)).events, 'cached')
  expect(again).toEqual([{ kind: 'cached', nodes: ['1', '2', '3'], took }])
})

test('a first run reports no reuse', async () => {
  const run = toy.open()
  expect(of((await run(twoOutputs())).events, 'cached')).toEqual([])
})

test('a reused result reports its pictures, and not the progress of making them', async () => {
  const run = toy.open()
  const prompt = { ...slow, 2: node('Slow', { number: ['1', 0], steps: 2, ms: 0 }) }
  await run(prompt)
  const { status, evaluated, events } = await run(prompt)
  expect([status, evaluated]).toEqual(['done', []])
  expect(events.map(({ kind }) => kind)).toEqual(['run-start', 'cached', 'image'])
})
