import { describe, expect, test } from 'vitest'
import { emptyQueue, type Queue, type QueueEvent, queueStep } from '../../../../runtime/editor/runs/queue.ts'
import type { QueuedRun } from '../../../../runtime/store/run-store.ts'

const run = (id: string, more: Partial<QueuedRun> = {}): QueuedRun => ({
  id,
  title: id,
  text: '',
  document: null,
  queued: 0,
  ...more,
})
const ordered = (id: string, more?: Partial<QueuedRun>): QueueEvent => ({ kind: 'ordered', run: run(id, more) })
const ended: QueueEvent = { kind: 'ended' }

/** The queue after all events as `running | waiting`, with ` | held` where some are, and what the last one has done. */
const queueAfter = (...events: readonly QueueEvent[]) => queueFrom(emptyQueue, ...events)

function queueFrom(first: Queue, ...events: readonly QueueEvent[]) {
  let queue = first
  let done: readonly string[] = []
  for (const event of events) {
    const [next, effects] = queueStep(queue, event)
    queue = next
    done = effects.map(effect =>
      'run' in effect
        ? `${effect.kind} ${effect.run.id}`
        : [effect.kind, ...('ids' in effect ? effect.ids : [])].join(' '),
    )
  }
  const names = (runs: readonly QueuedRun[]) => runs.map(({ id }) => id).join(' ')
  const held = queue.held.length > 0 ? ` | ${names(queue.held)}` : ''
  return { queue: `${queue.running?.id ?? ''} | ${names(queue.waiting)}${held}`, done }
}

describe('the queue', () => {
  test('runs the first at once and the others one after the other', () => {
    expect(queueAfter(ordered('a'))).toEqual({ queue: 'a | ', done: ['run a'] })
    expect(queueAfter(ordered('a'), ordered('b'), ordered('c'))).toEqual({ queue: 'a | b c', done: [] })
    expect(queueAfter(ordered('a'), ordered('b'), ordered('c'), ended)).toEqual({ queue: 'b | c', done: ['run b'] })
    expect(queueAfter(ordered('a'), ended)).toEqual({ queue: ' | ', done: [] })
  })

  test('takes a run before the others when it is asked to', () => {
    expect(queueAfter(ordered('a'), ordered('b'), ordered('c', { front: true }))).toEqual({
      queue: 'a | c b',
      done: [],
    })
  })

  test('puts a run with a number before those with a greater one, and tells the store the new order', () => {
    const events = [ordered('a'), ordered('b', { number: 1 }), ordered('c', { number: 5 }), ordered('d', { number: 3 })]
    expect(queueAfter(...events)).toEqual({ queue: 'a | b d c', done: ['order b d c'] })
    expect(queueAfter(...events, ordered('e', { number: 3 })).queue).toBe('a | b d e c')
    expect(queueAfter(...events, ordered('f', { number: 9 }))).toEqual({ queue: 'a | b d c f', done: [] })
  })

  test('stops the run in progress, which ends by itself, and drops one that waits', () => {
    const three = [ordered('a'), ordered('b'), ordered('c')]
    expect(queueAfter(...three, { kind: 'cancelled', id: 'a' })).toEqual({ queue: 'a | b c', done: ['abort'] })
    expect(queueAfter(...three, { kind: 'cancelled', id: 'b' })).toEqual({ queue: 'a | c', done: ['drop b'] })
    expect(queueAfter(...three, { kind: 'cancelled', id: 'unknown' })).toEqual({ queue: 'a | b c', done: [] })
  })

  test('clears what waits and lets the run in progress go on', () => {
    expect(queueAfter(ordered('a'), ordered('b'), ordered('c'), { kind: 'cleared' })).toEqual({
      queue: 'a | ',
      done: ['drop b', 'drop c'],
    })
  })

  test('takes a new order; ids it does not have are ignored, those not named keep their order behind', () => {
    const four = ['now', 'a', 'b', 'c', 'd'].map(id => ordered(id))
    const ids = ['d', 'unknown', 'c']
    expect(queueAfter(...four, { kind: 'reordered', ids })).toEqual({ queue: 'now | d c a b', done: ['order d c a b'] })
  })

  describe('of a program that has ended', () => {
    const left = { ...emptyQueue, held: [run('a'), run('b')] }

    test('is held: a new run goes before it', () => {
      expect(queueFrom(left)).toEqual({ queue: ' |  | a b', done: [] })
      expect(queueFrom(left, ordered('new'), ordered('next'))).toEqual({ queue: 'new | next | a b', done: [] })
      expect(queueFrom(left, ordered('new'), ended)).toEqual({ queue: ' |  | a b', done: [] })
    })

    test('goes on when a person continues it, behind what waits', () => {
      const continued = { kind: 'continued' } as const
      expect(queueFrom(left, continued)).toEqual({ queue: 'a | b', done: ['order b', 'run a'] })
      expect(queueFrom(left, ordered('new'), ordered('next'), continued)).toEqual({
        queue: 'new | next a b',
        done: ['order next a b'],
      })
    })

    test('can be cancelled, one run or all', () => {
      expect(queueFrom(left, { kind: 'cancelled', id: 'a' })).toEqual({ queue: ' |  | b', done: ['drop a'] })
      expect(queueFrom(left, { kind: 'cleared' })).toEqual({ queue: ' | ', done: ['drop a', 'drop b'] })
    })
  })

  test('of a program that ends stops the run in progress and begins no other', () => {
    const closed = { kind: 'closed' } as const
    expect(queueAfter(ordered('a'), ordered('b'), closed)).toEqual({ queue: 'a | ', done: ['abort'] })
    expect(queueAfter(ordered('a'), ordered('b'), closed, ended)).toEqual({ queue: ' | ', done: [] })
  })
})
