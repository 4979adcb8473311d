import { describe, expect, test } from 'vitest'
import type { RunEvent } from '../../runtime/contract/run-event.ts'
import { node, of } from './events.ts'
import { toyExecutor } from './toy-executor.ts'

const toy = toyExecutor()

/** Two numbers, each decoded and written. */
const decoded = (one = 1, { fails = 0, pieces = 1 } = {}) => ({
  1: node('Number', { value: one }),
  2: node('Decode', { number: ['1', 0], fails, pieces }),
  3: node('Write', { number: ['2', 0], name: 'one' }),
  4: node('Number', { value: 2 }),
  5: node('Decode', { number: ['4', 0], fails: 0, pieces: 1 }),
  6: node('Write', { number: ['5', 0], name: 'two' }),
})
const previews = { previews: true }
const shown = (events: readonly RunEvent[]) => of(events, 'decode-preview').map(({ node, jpeg }) => [node, jpeg[0]])

describe('a node that has a preview', () => {
  test('shows it before it runs', async () => {
    const { status, events } = await toy.open()(decoded(), undefined, undefined, previews)
    expect(status).toBe('done')
    const ofNode2 = events.filter(event => 'node' in event && event.node === '2').map(({ kind }) => kind)
    expect(ofNode2).toEqual(['node-start', 'decode-preview', 'progress', 'node-done'])
    expect(shown(events)).toEqual([
      ['2', 1],
      ['5', 2],
    ])
  })

  test('shows none where previews are off, and where its result is held', async () => {
    const run = toy.open()
    expect(shown((await run(decoded())).events)).toEqual([])
    const again = await run(
      { ...decoded(), 3: node('Write', { number: ['2', 0], name: 'again' }) },
      undefined,
      undefined,
      previews,
    )
    expect([again.evaluated, shown(again.events)]).toEqual([['3'], []])
  })

  test('runs although its preview fails', async () => {
    const { status, images, errors } = await toy.open()(decoded(1, { fails: 1 }), undefined, undefined, previews)
    expect([status, errors, images.length]).toEqual(['done', [], 2])
  })
})

describe('a run that a newer one overtakes', () => {
  test('shows its previews, makes no exact results after them, and ends as cancelled without an error', async () => {
    const run = toy.open()
    const { status, errors, images, evaluated, events } = await run(decoded(), undefined, undefined, {
      ...previews,
      overtaken: AbortSignal.abort(),
    })
    expect({ status, errors, images }).toEqual({ status: 'cancelled', errors: [], images: [] })
    expect(shown(events).length).toBe(2)
    expect(evaluated).not.toContain('3')
    const { cached, images: exact } = await run(decoded(), undefined, undefined, previews)
    expect([cached.sort(), exact.length]).toEqual([['1', '4'], 2])
  })

  test('goes on with the result whose preview it had shown before', async () => {
    const overtaken = new AbortController()
    const overtake = (event: RunEvent) => event.kind === 'node-done' && event.node === '2' && overtaken.abort()
    const more = { ...previews, overtaken: overtaken.signal }
    const { status, images } = await toy.open()(decoded(), overtake, undefined, more)
    expect([status, images]).toEqual(['cancelled', ['3 one.txt']])
  })

  test('stops between two pieces of a result, without ending the engine', async () => {
    const overtaken = new AbortController()
    const overtake = (event: RunEvent) => event.kind === 'progress' && event.step === 3 && overtaken.abort()
    const run = toy.open()
    const more = { ...previews, overtaken: overtaken.signal }
    const { status, errors, events } = await run(decoded(1, { pieces: 1000 }), overtake, undefined, more)
    expect([status, errors]).toEqual(['cancelled', []])
    expect(of(events, 'progress').length).toBeLessThan(1000)
    expect((await run(decoded())).cached).toContain('1')
  })

  test('makes everything where previews are off', async () => {
    const { status } = await toy.open()(decoded(), undefined, undefined, { overtaken: AbortSignal.abort() })
    expect(status).toBe('done')
  })
})
