import { describe, expect, test } from 'vitest'
import { emptyQueue, type QueuedRun, type QueueEvent, queueStep } from '../../../../runtime/editor/runs/queue.ts'

const run = (id: string, more: Partial<QueuedRun> = {}): QueuedRun => ({ id, title: id, text: '', queued: 0, ...more })
const ordered = (id: string, more?: Partial<QueuedRun>): QueueEvent => ({ kind: 'ordered', run: run(id, more) })
const ended: QueueEvent = { kind: 'ended' }

/** The queue after all events as `running | waiting`, and what the last one has done. */
function queueAfter(...events: readonly QueueEvent[]) {
  let queue = emptyQueue
  let done: readonly string[] = []
  for (const event of events) {
    const [next, effects] = queueStep(queue, event)
    queue = next
    done = effects.map(effect => (effect.kind === 'abort' ? 'abort' : `${effect.kind} ${effect.run.id}`))
  }
  return { queue: `${queue.running?.id ?? ''} | ${queue.waiting.map(({ id }) => id).join(' ')}`, done }
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
    expect(queueAfter(...four, { kind: 'reordered', ids })).toEqual({ queue: 'now | d c a b', done: [] })
  })
})
