import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import type { RunEvent } from '../../runtime/contract/run-event.ts'
import { node, of } from './events.ts'
import { slow, toyExecutor, twoOutputs } from './toy-executor.ts'

const toy = toyExecutor()

test('everything runs once, in order, and the outputs are on disk', async () => {
  const run = toy.open()
  const { status, evaluated, images, events } = await run(twoOutputs())
  expect(status).toBe('done')
  expect(evaluated).toHaveLength(5)
  expect(evaluated.indexOf('3')).toBeGreaterThan(Math.max(evaluated.indexOf('1'), evaluated.indexOf('2')))
  expect(images.sort()).toEqual(['4 sum.txt', '5 two.txt'])
  expect(await readFile(join(toy.home, 'sum.txt'), 'utf8')).toBe('3 the prompt')
  expect(events[0]).toEqual({ kind: 'run-start', nodes: 5 })
  expect(of(events, 'node-done').map(({ node }) => node)).toEqual(evaluated)
  expect(Object.keys(of(events, 'image')[0]!).sort()).toEqual(['image', 'kind', 'node'])
  expect(of(events, 'node-start').at(-1)).toEqual({ kind: 'node-start', node: '4', type: 'Write', title: 'Write' })
})

test('a run says how long it took', async () => {
  const run = toy.open()
  const before = performance.now()
  const { ms, events } = await run(twoOutputs())
  expect(ms).toBeLessThanOrEqual(performance.now() - before)
  const nodes = of(events, 'node-done').reduce((sum, { ms }) => sum + ms, 0)
  expect(ms).toBeGreaterThan(nodes)
})

test('progress comes with the seconds that are left, as soon as a step was measured', async () => {
  const run = toy.open()
  const { events } = await run({ ...slow, 2: node('Slow', { number: ['1', 0], steps: 3, ms: 20 }) })
  expect(of(events, 'progress').map(({ node }) => node)).toEqual(['2', '2', '2'])
  const left = of(events, 'progress').map(({ secondsLeft }) => secondsLeft)
  expect(left).toEqual([null, expect.any(Number), 0])
})

test('previews are made when they are wanted', async () => {
  const run = toy.open()
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

test('previews are off unless the request asks for them', async () => {
  const run = toy.open()
  const steps = vi.spyOn(toy.host, 'run')
  await run(twoOutputs())
  expect(steps.mock.calls.map(([{ previews }]) => previews)).toEqual([false, false, false, false, false])
})

test('only the nodes that write files are sent the workflow', async () => {
  const run = toy.open()
  const steps = vi.spyOn(toy.host, 'run')
  await run(twoOutputs())
  const sent = Object.fromEntries(steps.mock.calls.map(([{ node, metadata }]) => [node, metadata]))
  expect(sent).toEqual({ 1: {}, 2: {}, 3: {}, 4: { prompt: 'the prompt' }, 5: { prompt: 'the prompt' } })
})
