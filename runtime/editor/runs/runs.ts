import { randomUUID } from 'node:crypto'
import type { QueueItem } from '../../contract/answers.ts'
import type { QueuedRun, RunOrder } from '../../store/run-store.ts'
import { emptyQueue, type Queue, type QueueEffect, type QueueEvent, queueStep } from './queue.ts'
import { type RunSurroundings, runner } from './run-one.ts'

export interface Runs {
  /** @returns the run as it is in the store: it is not lost any more. @throws StoreError */
  start(order: RunOrder): QueuedRun
  cancel(id: string): void
  /** The whole new order of what waits. */
  reorder(ids: readonly string[]): void
  /** Cancels what waits; what runs goes on. */
  clear(): void
  /** Lets the runs that the last program left wait for their turn. */
  continue(): void
  readonly queue: readonly QueueItem[]
  /** The same with all that was asked for. */
  readonly present: Queue
  /** Resolves when nothing runs. */
  idle(): Promise<void>
  /** Stops the run in progress. It and those that wait stay in the store. */
  close(): void
}

interface Surroundings extends RunSurroundings {
  onQueue(queue: readonly QueueItem[]): void
}

/** Runs one after the other what windows and programs ask for. A run that fails ends only itself. */
export function createRuns(surroundings: Surroundings): Runs {
  const { store } = surroundings
  let isClosing = false
  const runOne = runner(surroundings, () => isClosing)
  let queue: Queue = { ...emptyQueue, held: store.left() }
  let abort = new AbortController()
  const numbered = numbering()
  let turn: Promise<void> = Promise.resolve()

  const items = (): QueueItem[] => [
    ...(queue.running ? [itemOf(queue.running, 'running')] : []),
    ...queue.waiting.map(run => itemOf(run, 'waiting')),
    ...queue.held.map(run => itemOf(run, 'held')),
  ]
  const take = (event: QueueEvent): void => {
    const [next, effects] = queueStep(queue, event)
    queue = next
    surroundings.onQueue(items())
    for (const effect of effects) carryOut(effect)
  }
  const carryOut = (effect: QueueEffect): void => {
    if (effect.kind === 'abort') abort.abort()
    else if (effect.kind === 'order') store.order(effect.ids)
    else if (effect.kind === 'drop') {
      // A run that was cancelled before its turn leaves no record: nothing was made.
      surroundings.onEvent(effect.run.id, { kind: 'run-end', status: 'cancelled', ms: 0 })
      if (effect.run.live === undefined) store.drop(effect.run.id)
    } else {
      abort = new AbortController()
      turn = runOne(effect.run, abort.signal).finally(() => take({ kind: 'ended' }))
    }
  }

  return {
    start(order) {
      const run = numbered(order)
      if (run.live === undefined) store.add(run, 'waiting')
      take({ kind: 'ordered', run })
      return run
    },
    cancel: id => take({ kind: 'cancelled', id }),
    reorder: ids => take({ kind: 'reordered', ids }),
    clear: () => take({ kind: 'cleared' }),
    continue: () => take({ kind: 'continued' }),
    get queue() {
      return items()
    },
    get present() {
      return queue
    },
    async idle() {
      while (queue.running) await turn
    },
    close() {
      isClosing = true
      take({ kind: 'closed' })
    },
  }
}

/** Gives each run its id, its number and its time. The numbers rise from 0; those of runs at the front fall. */
function numbering(): (order: RunOrder) => QueuedRun {
  let next = 0
  return order => {
    const number = order.number ?? (order.front ? 0 - next : next)
    if (order.number === undefined) next++
    return { ...order, id: order.id ?? randomUUID(), number, queued: Date.now() }
  }
}

const itemOf = ({ id, title, document, queued }: QueuedRun, state: QueueItem['state']): QueueItem => ({
  id,
  title,
  document,
  state,
  queued,
})
