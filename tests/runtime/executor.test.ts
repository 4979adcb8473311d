import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { plan } from '../../graph/plan.ts'
import type { Prompt } from '../../graph/prompt.ts'
import type { RunEvent } from '../../runtime/contract/run-event.ts'
import { forkEngine } from '../../runtime/engine-process/fork.ts'
import { inProcess } from '../../runtime/engine-process/in-process.ts'
import { ProcessHost } from '../../runtime/engine-process/process-host.ts'
import { createExecutor, type RunRequest } from '../../runtime/executor.ts'
import { modelsRoot } from '../../runtime/library/folders.ts'
import { openLibrary } from '../../runtime/library/library.ts'
import { node, of, record } from './events.ts'
import * as toys from './toy-workload.ts'

const specs = new Map([...(await toys.loadNodes())].map(([type, { spec }]) => [type, spec]))

let home: string
let host: ProcessHost
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'executor-'))
})
afterEach(async () => {
  await host.close()
  await rm(home, { recursive: true })
})

function open(start = () => inProcess(toys)) {
  const library = openLibrary(modelsRoot(home))
  host = new ProcessHost({ start, settings: { folders: modelsRoot(home) }, grace: 200 })
  const executor = createExecutor(host, library)
  return async (
    prompt: Prompt,
    pass?: (event: RunEvent) => void,
    signal = new AbortController().signal,
    more: Partial<RunRequest> = {},
  ) => {
    const { events, on } = record(pass)
    const { status, ms } = await executor.run({
      plan: plan(prompt, specs),
      folders: { output: home, temp: home },
      metadata: () => ({ prompt: 'the prompt' }),
      signal,
      on,
      ...more,
    })
    return { status, ms, events, ...summary(events) }
  }
}

const summary = (events: readonly RunEvent[]) => ({
  evaluated: of(events, 'node-start').map(({ node }) => node),
  cached: of(events, 'cached').flatMap(({ nodes }) => nodes),
  images: of(events, 'image').map(({ node, image }) => `${node} ${image.filename}`),
  errors: of(events, 'error').map(({ error }) => error),
})

/** 1 and 2 are added in 3 and written by 4; 2 alone is written by 5. */
const twoOutputs = (changes: { one?: number; two?: number } = {}): Prompt => ({
  1: node('Number', { value: changes.one ?? 1 }),
  2: node('Number', { value: changes.two ?? 2 }),
  3: node('Add', { a: ['1', 0], b: ['2', 0] }),
  4: node('Write', { number: ['3', 0], name: 'sum' }),
  5: node('Write', { number: ['2', 0], name: 'two' }),
})

test('everything runs once, in order, and the outputs are on disk', async () => {
  const run = open()
  const { status, evaluated, images, events } = await run(twoOutputs())
  expect(status).toBe('done')
  expect(evaluated).toHaveLength(5)
  expect(evaluated.indexOf('3')).toBeGreaterThan(Math.max(evaluated.indexOf('1'), evaluated.indexOf('2')))
  expect(images.sort()).toEqual(['4 sum.txt', '5 two.txt'])
  expect(await readFile(join(home, 'sum.txt'), 'utf8')).toBe('3 the prompt')
  expect(events[0]).toEqual({ kind: 'run-start', nodes: 5 })
  expect(of(events, 'node-done').map(({ node }) => node)).toEqual(evaluated)
  expect(Object.keys(of(events, 'image')[0]!).sort()).toEqual(['image', 'kind', 'node'])
  expect(of(events, 'node-start').at(-1)).toEqual({ kind: 'node-start', node: '4', type: 'Write', title: 'Write' })
})

test('the same prompt again evaluates nothing and still reports its pictures', async () => {
  const run = open()
  await run(twoOutputs())
  const again = await run(twoOutputs())
  expect(again.evaluated).toEqual([])
  expect(again.cached.sort()).toEqual(['1', '2', '3', '4', '5'])
  expect(again.images.sort()).toEqual(['4 sum.txt', '5 two.txt'])
  expect(again.status).toBe('done')
})

test('one changed widget evaluates exactly what depends on it', async () => {
  const run = open()
  await run(twoOutputs())
  const { evaluated, images } = await run(twoOutputs({ one: 10 }))
  expect(evaluated).toEqual(['1', '3', '4'])
  expect(images.sort()).toEqual(['4 sum.txt', '5 two.txt'])
  expect(await readFile(join(home, 'sum.txt'), 'utf8')).toBe('12 the prompt')
})

test('node ids and titles do not matter to what is remembered', async () => {
  const run = open()
  await run({ 1: node('Number', { value: 1 }), 2: node('Write', { number: ['1', 0], name: 'n' }) })
  const again = await run({ a: node('Number', { value: 1 }, 'One'), b: node('Write', { number: ['a', 0], name: 'n' }) })
  expect(again.evaluated).toEqual([])
})

test('results that the next prompt does not use are dropped', async () => {
  const run = open()
  await run(twoOutputs())
  await run(twoOutputs({ one: 10 }))
  expect(host.keys()).toHaveLength(5)
  const { evaluated, events } = await run(twoOutputs())
  expect(evaluated).toEqual(['1', '3', '4'])
  expect(of(events, 'cached').map(({ took }) => Object.keys(took))).toEqual([['2', '5']])
})

test('the result of a passing step is dropped as soon as no later step of the run reads it', async () => {
  const run = open()
  const held: Record<string, number> = {}
  const count = (event: RunEvent) => event.kind === 'node-start' && (held[event.node] = host.keys().length)
  const { status } = await run(twoOutputs(), count, undefined, { passing: new Set(['2']) })
  expect(status).toBe('done')
  // In the order 2, 5, 1, 3, 4: the last to read 2 is 3.
  expect(held).toEqual({ 2: 0, 5: 1, 1: 2, 3: 3, 4: 3 })
  expect((await run(twoOutputs())).evaluated).toEqual([])
})

test('a picture that was deleted is made again, and nothing else is', async () => {
  const run = open()
  await run(twoOutputs())
  await rm(join(home, 'sum.txt'))
  expect((await run(twoOutputs())).evaluated).toEqual(['4'])
})

test('an output that fails does not keep another from being made', async () => {
  const run = open()
  const { status, images, evaluated, errors } = await run({
    1: node('Number', { value: 1 }),
    2: node('Fail', { number: ['1', 0] }, 'Taster'),
    3: node('Write', { number: ['2', 0], name: 'n' }),
    4: node('Write', { number: ['1', 0], name: 'good' }),
  })
  expect(status).toBe('failed')
  expect(images).toEqual(['4 good.txt'])
  expect(evaluated).not.toContain('3')
  expect(errors).toEqual([
    {
      node: '2',
      type: 'Fail',
      title: 'Taster',
      input: null,
      code: 'toy',
      file: 'toy.safetensors',
      message: 'Taster (node 2) failed: 1 is not to my taste',
      stack: expect.stringContaining('caused by: RangeError'),
    },
  ])
})

test('a node that fails stops what reads it, directly or not, and nothing that comes later', async () => {
  const run = open()
  const { evaluated, images, errors } = await run({
    1: node('Number', { value: 1 }),
    2: node('Fail', { number: ['1', 0] }),
    3: node('Add', { a: ['2', 0], b: ['2', 0] }),
    4: node('Write', { number: ['3', 0], name: 'bad' }),
    5: node('Add', { a: ['1', 0], b: ['1', 0] }),
    6: node('Add', { a: ['5', 0], b: ['5', 0] }),
    7: node('Add', { a: ['6', 0], b: ['6', 0] }),
    8: node('Write', { number: ['7', 0], name: 'good' }),
  })
  expect(evaluated).toEqual(['1', '2', '5', '6', '7', '8'])
  expect([images, errors.length]).toEqual([['8 good.txt'], 1])
})

test('a run with one failed output has failed', async () => {
  const run = open()
  const name = 'no such folder/n'
  const { status, errors } = await run({
    1: node('Number', { value: 1 }),
    2: node('Write', { number: ['1', 0], name }),
  })
  expect(status).toBe('failed')
  expect(errors).toMatchObject([{ node: '2', code: 'ENOENT' }])
})

test('an output that cannot be planned does not keep another from being made', async () => {
  const run = open()
  const { status, images, errors } = await run({
    1: node('Number', { value: 1 }),
    2: node('Number', { value: 1000 }),
    3: node('Write', { number: ['1', 0], name: 'good' }),
    4: node('Write', { number: ['2', 0], name: 'bad' }),
  })
  expect(status).toBe('failed')
  expect(images).toEqual(['3 good.txt'])
  expect(errors).toMatchObject([{ node: '2', input: 'value', code: 'too-big' }])
})

test('a missing file stops only its branch, before anything has run, and names what is there', async () => {
  await mkdir(join(home, 'checkpoints'))
  await writeFile(join(home, 'checkpoints/dreamshaper_8.safetensors'), '')
  const run = open()
  const { status, images, errors, events } = await run({
    1: node('FileName', { ckpt_name: 'dreamshaper.safetensors' }, 'Load'),
    2: node('Write', { number: ['1', 0], name: 'bad' }),
    3: node('FileName', { ckpt_name: 'dreamshaper_8.safetensors' }),
    4: node('Write', { number: ['3', 0], name: 'good' }),
  })
  expect(status).toBe('failed')
  expect(images).toEqual(['4 good.txt'])
  expect(errors).toMatchObject([
    { node: '1', input: 'ckpt_name', code: 'missing-file', file: 'dreamshaper.safetensors' },
  ])
  expect(errors[0]?.message).toBe(
    `Load (node 1), input ckpt_name: checkpoint 'dreamshaper.safetensors' is not in any models folder ` +
      `(searched ${join(home, 'checkpoints')}); did you mean 'dreamshaper_8.safetensors'?`,
  )
  const kinds = events.map(({ kind }) => kind)
  expect(kinds.indexOf('error')).toBeLessThan(kinds.indexOf('node-start'))
})

test('when a file changes on disk, the steps that read it run again', async () => {
  await mkdir(join(home, 'checkpoints'))
  await writeFile(join(home, 'checkpoints/a.safetensors'), 'one')
  const run = open()
  const prompt = {
    1: node('FileName', { ckpt_name: 'a.safetensors' }),
    2: node('Write', { number: ['1', 0], name: 'n' }),
  }
  await run(prompt)
  expect((await run(prompt)).evaluated).toEqual([])
  await writeFile(join(home, 'checkpoints/a.safetensors'), 'other')
  expect((await run(prompt)).evaluated).toEqual(['1', '2'])
})

test('a file named inside a text counts as well', async () => {
  await mkdir(join(home, 'embeddings'))
  const run = open()
  const prompt = { 1: node('Words', { text: 'cat' }), 2: node('Write', { number: ['1', 0], name: 'n' }) }
  await run(prompt)
  await writeFile(join(home, 'embeddings/cat.safetensors'), 'x')
  expect((await run(prompt)).evaluated).toEqual(['1', '2'])
})

test('a picture is made again in another output folder', async () => {
  const run = open()
  await mkdir(join(home, 'other'))
  await run(twoOutputs())
  const { evaluated } = await run(twoOutputs(), undefined, undefined, {
    folders: { output: join(home, 'other'), temp: home },
  })
  expect(evaluated.sort()).toEqual(['4', '5'])
  expect(await readFile(join(home, 'other/sum.txt'), 'utf8')).toBe('3 the prompt')
})

test('the same work under two ids runs once; the second reports the result and its picture', async () => {
  const run = open()
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
  const run = open()
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
  const run = open()
  expect(of((await run(twoOutputs())).events, 'cached')).toEqual([])
})

test('a reused result reports its pictures, and not the progress of making them', async () => {
  const run = open()
  const prompt = { ...slow, 2: node('Slow', { number: ['1', 0], steps: 2, ms: 0 }) }
  await run(prompt)
  const { status, evaluated, events } = await run(prompt)
  expect([status, evaluated]).toEqual(['done', []])
  expect(events.map(({ kind }) => kind)).toEqual(['run-start', 'cached', 'image'])
})

test('previews are made when they are wanted', async () => {
  const run = open()
  const prompt = {
    1: node('Number', { value: 1 }),
    2: node('Sample', { number: ['1', 0] }),
    3: node('Write', { number: ['2', 0], name: 'n' }),
  }
  const { events } = await run(prompt)
  expect(of(events, 'preview')).toEqual([])
  const seen: RunEvent[] = []
  const again = { ...prompt, 1: node('Number', { value: 2 }) }
  await run(again, event => seen.push(event), undefined, { previews: true })
  const shown = () => of(seen, 'preview').map(({ node, step, of }) => [node, step, of])
  await expect.poll(shown, { timeout: 60_000 }).toEqual([['2', 1, 1]])
  expect(of(events, 'preview')).toEqual([])
  const { jpeg } = of(seen, 'preview')[0]!
  expect([jpeg[0], jpeg[1]]).toEqual([0xff, 0xd8])
})

const slow: Prompt = {
  1: node('Number', { value: 1 }),
  2: node('Slow', { number: ['1', 0], steps: 1000, ms: 5 }),
  3: node('Write', { number: ['2', 0], name: 'n' }),
}

test('cancelling stops between two steps, is not an error, and keeps finished results', async () => {
  const run = open()
  const abort = new AbortController()
  const stop = (event: RunEvent) => event.kind === 'progress' && event.step === 3 && abort.abort()
  const { status, errors, images, events } = await run(slow, stop, abort.signal)
  expect({ status, errors, images }).toEqual({ status: 'cancelled', errors: [], images: [] })
  expect(of(events, 'progress').length).toBeLessThan(1000)
  const again = await run({ ...slow, 2: node('Slow', { number: ['1', 0], steps: 2, ms: 0 }) })
  expect([again.cached, again.evaluated]).toEqual([['1'], ['2', '3']])
  expect(again.status).toBe('done')
})

test('a run that is cancelled before it starts runs nothing, and keeps the results of the last run', async () => {
  const run = open()
  await run(twoOutputs())
  const { status, events } = await run(twoOutputs({ one: 10 }), undefined, AbortSignal.abort())
  expect({ status, events }).toEqual({ status: 'cancelled', events: [{ kind: 'run-start', nodes: 5 }] })
  expect((await run(twoOutputs())).evaluated).toEqual([])
})

test('a run that is cancelled between two nodes ends there', async () => {
  const run = open()
  const abort = new AbortController()
  const stop = (event: RunEvent) => event.kind === 'node-done' && abort.abort()
  const { status, evaluated } = await run(twoOutputs(), stop, abort.signal)
  expect([status, evaluated.length]).toEqual(['cancelled', 1])
})

test('to cancel a run that has ended does not cancel the next', async () => {
  const run = open()
  const abort = new AbortController()
  await run(twoOutputs(), undefined, abort.signal)
  const { status } = await run({ ...slow, 2: node('Slow', { number: ['1', 0], steps: 5, ms: 5 }) }, event => {
    if (event.kind === 'progress') abort.abort()
  })
  expect(status).toBe('done')
})

test('a run says how long it took', async () => {
  const run = open()
  const before = performance.now()
  const { ms, events } = await run(twoOutputs())
  expect(ms).toBeLessThanOrEqual(performance.now() - before)
  const nodes = of(events, 'node-done').reduce((sum, { ms }) => sum + ms, 0)
  expect(ms).toBeGreaterThan(nodes)
})

test('progress comes with the seconds that are left, as soon as a step was measured', async () => {
  const run = open()
  const { events } = await run({ ...slow, 2: node('Slow', { number: ['1', 0], steps: 3, ms: 20 }) })
  expect(of(events, 'progress').map(({ node }) => node)).toEqual(['2', '2', '2'])
  const left = of(events, 'progress').map(({ secondsLeft }) => secondsLeft)
  expect(left).toEqual([null, expect.any(Number), 0])
})

test('a run whose engine cannot start fails and says why', async () => {
  const loadNodes = () => Promise.reject(new Error('the nodes cannot be read'))
  const run = open(() => inProcess({ ...toys, loadNodes }))
  const { status, errors } = await run(twoOutputs())
  expect(status).toBe('failed')
  expect(errors).toMatchObject([{ node: null, message: 'the nodes cannot be read' }])
})

test('when the engine dies the run fails and says why; the next run starts over and succeeds', async () => {
  const run = open(() => forkEngine(new URL('./toy-workload.ts', import.meta.url).href))
  const crash = {
    1: node('Number', { value: 1 }),
    4: node('Crash', { number: ['1', 0] }),
    5: node('Write', { number: ['4', 0], name: 'never' }),
  }
  const { status, errors } = await run(crash)
  expect(status).toBe('failed')
  expect(errors).toMatchObject([{ node: '4', code: 'engine-stopped' }])
  expect(errors[0]?.message).toMatch(/^Crash \(node 4\) failed: the engine stopped \(SIGKILL\): usually out of memory/)
  const again = await run(twoOutputs())
  expect(again.status).toBe('done')
  expect(again.evaluated).toHaveLength(5)
  const longer = {
    6: node('Number', { value: 6 }),
    7: node('Add', { a: ['6', 0], b: ['6', 0] }),
    8: node('Add', { a: ['7', 0], b: ['7', 0] }),
    9: node('Write', { number: ['8', 0], name: 'later' }),
  }
  const both = await run({ ...crash, ...longer })
  expect(both.evaluated).toEqual(['4'])
})
