import { expect, test } from 'vitest'
import type { RunEvent } from '../../runtime/contract/run-event.ts'
import { node, of } from './events.ts'
import { slow, toyExecutor, twoOutputs } from './toy-executor.ts'

const toy = toyExecutor()

test('cancelling stops between two steps, is not an error, and keeps finished results', async () => {
  const run = toy.open()
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
  const run = toy.open()
  await run(twoOutputs())
  const { status, events } = await run(twoOutputs({ one: 10 }), undefined, AbortSignal.abort())
  expect({ status, events }).toEqual({ status: 'cancelled', events: [{ kind: 'run-start', nodes: 5 }] })
  expect((await run(twoOutputs())).evaluated).toEqual([])
})

test('a run that is cancelled between two nodes ends there', async () => {
  const run = toy.open()
  const abort = new AbortController()
  const stop = (event: RunEvent) => event.kind === 'node-done' && abort.abort()
  const { status, evaluated } = await run(twoOutputs(), stop, abort.signal)
  expect([status, evaluated.length]).toEqual(['cancelled', 1])
})

test('to cancel a run that has ended does not cancel the next', async () => {
  const run = toy.open()
  const abort = new AbortController()
  await run(twoOutputs(), undefined, abort.signal)
  const { status } = await run({ ...slow, 2: node('Slow', { number: ['1', 0], steps: 5, ms: 5 }) }, event => {
    if (event.kind === 'progress') abort.abort()
  })
  expect(status).toBe('done')
})
