import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { QueueItem } from '../../contract/answers.ts'
import type { QueuedRun, RunOrder } from '../../store/run-store.ts'
import { emptyQueue, type Queue, type QueueEffect, type QueueEvent, queueStep } from './queue.ts'
import { type RunSurroundings, runner } from './run-one.ts'

export interface Runs {
  /** @returns the run as it is in the store: it is not lost any more. @throws StoreError */
  start(order: RunOrder): QueuedRun
  /**
   * The same for programs that queue hundreds at once: those that ask within a few milliseconds share one write to the disk.
   * @throws StoreError
   */
  startTogether(order: RunOrder): Promise<QueuedRun>
  cancel(id: string): void
  /** Ends a run in progress once it has shown its previews, but lets a native call that has begun end by itself. */
  overtake(id: string): void
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
  let stops = createStops()
  const numbered = numbering()
  let turn: Promise<void> = Promise.resolve()

  const take = (event: QueueEvent): void => {
    const [next, effects] = queueStep(queue, event)
    queue = next
    surroundings.onQueue(itemsOf(queue))
    for (const effect of effects) carryOut(effect)
  }
  const carryOut = (effect: QueueEffect): void => {
    if (effect.kind === 'abort') stops.now.abort()
    else if (effect.kind === 'order') store.order(effect.ids)
    else if (effect.kind === 'drop') drop(effect.run, surroundings)
    else {
      stops = createStops()
      turn = runOne(effect.run, { signal: stops.now.signal, overtaken: stops.overtaken.signal }).finally(() =>
        take({ kind: 'ended' }),
      )
    }
  }

  const accept = (runs: readonly QueuedRun[]): void => {
    keep(store, runs)
    for (const run of runs) take({ kind: 'ordered', run })
  }
  const acceptSoon = gathered(accept)

  return {
    start(order) {
      const run = numbered(order)
      accept([run])
      return run
    },
    startTogether: order => acceptSoon(numbered(order)),
    cancel: id => take({ kind: 'cancelled', id }),
    overtake: id => void (queue.running?.id === id && stops.overtaken.abort()),
    reorder: ids => take({ kind: 'reordered', ids }),
    clear: () => take({ kind: 'cleared' }),
    continue: () => take({ kind: 'continued' }),
    get queue() {
      return itemsOf(queue)
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

/** A run that was cancelled before its turn leaves no record: nothing was made. */
function drop({ id, live }: QueuedRun, { store, onEvent }: Surroundings): void {
  onEvent(id, { kind: 'run-end', status: 'cancelled', ms: 0 })
  if (live === undefined) store.drop(id)
}

/** What ends a run: a cancel at once, a newer run after its previews. */
const createStops = () => ({ now: new AbortController(), overtaken: new AbortController() })

/** Live mode's runs are kept when they have something to keep (keep-run.ts). */
function keep(store: RunSurroundings['store'], runs: readonly QueuedRun[]): void {
  const kept = runs.filter(({ live }) => live === undefined)
  if (kept.length > 0)
    store.together(() => {
      for (const run of kept) store.add(run, 'waiting')
    })
}

/**
 * Hands over a run at once, unless the disk was written a moment ago: then it waits twice as long as that took, and those that
 * come meanwhile are handed over with it. When that fails, each is told.
 */
function gathered(accept: (runs: readonly QueuedRun[]) => void): (run: QueuedRun) => Promise<QueuedRun> {
  let gathering: QueuedRun[] = []
  let accepted: Promise<void> | null = null
  let next = Number.NEGATIVE_INFINITY
  const flush = () => {
    const runs = gathering
    ;[gathering, accepted] = [[], null]
    const began = performance.now()
    try {
      accept(runs)
    } finally {
      const ended = performance.now()
      next = ended + 2 * (ended - began)
    }
  }
  return async run => {
    gathering.push(run)
    accepted ??= delay(Math.max(0, next - performance.now())).then(flush)
    await accepted
    return run
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

const itemsOf = ({ running, waiting, held }: Queue): QueueItem[] => [
  ...(running ? [itemOf(running, 'running')] : []),
  ...waiting.map(run => itemOf(run, 'waiting')),
  ...held.map(run => itemOf(run, 'held')),
]

const itemOf = ({ id, title, document, queued }: QueuedRun, state: QueueItem['state']): QueueItem => ({
  id,
  title,
  document,
  state,
  queued,
})
