import type { QueuedRun } from '../../store/run-store.ts'

/** The run in progress and those that wait, in order. */
export interface Queue {
  readonly running: QueuedRun | null
  readonly waiting: readonly QueuedRun[]
  /** Left by the program when it ended. They wait, in order, until a person continues them. */
  readonly held: readonly QueuedRun[]
}

export type QueueEvent =
  | { readonly kind: 'ordered'; readonly run: QueuedRun }
  /** The run in progress has ended. */
  | { readonly kind: 'ended' }
  | { readonly kind: 'cancelled'; readonly id: string }
  /** The new order of what waits. Unknown ids are ignored, missing ones keep their order behind the others. */
  | { readonly kind: 'reordered'; readonly ids: readonly string[] }
  /** Everything that waits or is held is cancelled; what runs goes on. */
  | { readonly kind: 'cleared' }
  /** What is held waits for its turn, behind what waits already. */
  | { readonly kind: 'continued' }
  /** The program ends: the run in progress stops, and no other begins. */
  | { readonly kind: 'closed' }

export type QueueEffect =
  | { readonly kind: 'run'; readonly run: QueuedRun }
  /** Stop the run in progress. */
  | { readonly kind: 'abort' }
  /** Report the end of a run that never began. */
  | { readonly kind: 'drop'; readonly run: QueuedRun }
  /** The order of what waits is now this one. */
  | { readonly kind: 'order'; readonly ids: readonly string[] }

export const emptyQueue: Queue = { running: null, waiting: [], held: [] }

type Step = readonly [Queue, readonly QueueEffect[]]

/** The queue after an event, and what has to be done. */
export function queueStep(queue: Queue, event: QueueEvent): Step {
  const { running, waiting, held } = queue
  switch (event.kind) {
    case 'ordered':
      return placed(queue, event.run)
    case 'ended':
      return startNext({ ...queue, running: null })
    case 'cancelled':
      return running?.id === event.id ? [queue, [{ kind: 'abort' }]] : without(queue, ({ id }) => id === event.id)
    case 'cleared':
      return without(queue, () => true)
    case 'reordered':
      return reordered(queue, event.ids)
    case 'continued': {
      const [next, effects] = startNext({ running, waiting: [...waiting, ...held], held: [] })
      return [next, [orderOf(next), ...effects]]
    }
    case 'closed':
      return [{ ...queue, waiting: [], held: [] }, running ? [{ kind: 'abort' }] : []]
  }
}

/** Before the runs with a greater number. Where that is neither end of the queue, the store has to be told. */
function placed(queue: Queue, run: QueuedRun): Step {
  const { waiting } = queue
  const greater = run.front ? 0 : waiting.findIndex(({ number = 0 }) => number > (run.number ?? 0))
  const place = greater === -1 ? waiting.length : greater
  const [next, effects] = startNext({ ...queue, waiting: waiting.toSpliced(place, 0, run) })
  return [next, place === waiting.length || run.front ? effects : [orderOf(next), ...effects]]
}

function startNext(queue: Queue): Step {
  const [next, ...rest] = queue.waiting
  if (queue.running || !next) return [queue, []]
  return [{ ...queue, running: next, waiting: rest }, [{ kind: 'run', run: next }]]
}

function without({ running, waiting, held }: Queue, isGone: (run: QueuedRun) => boolean): Step {
  const gone = [...waiting, ...held].filter(isGone).map((run): QueueEffect => ({ kind: 'drop', run }))
  const kept = (runs: readonly QueuedRun[]) => runs.filter(run => !isGone(run))
  return [{ running, waiting: kept(waiting), held: kept(held) }, gone]
}

function reordered(queue: Queue, ids: readonly string[]): Step {
  const places = new Map(ids.map((id, place) => [id, place]))
  const place = ({ id }: QueuedRun) => places.get(id) ?? ids.length
  const next = { ...queue, waiting: queue.waiting.toSorted((a, b) => place(a) - place(b)) }
  return [next, [orderOf(next)]]
}

/** What is held stays behind what waits, also after the next crash. */
const orderOf = ({ waiting, held }: Queue): QueueEffect => ({
  kind: 'order',
  ids: [...waiting, ...held].map(({ id }) => id),
})
