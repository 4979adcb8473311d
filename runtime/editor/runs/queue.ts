/** A run as a window or a program asks for it. */
export interface RunOrder {
  readonly title: string
  /** The document, as the text of a workflow file. */
  readonly text: string
  /** Only these output nodes and what they need. */
  readonly targets?: readonly string[] | undefined
  /** At the front of the queue. */
  readonly front?: boolean | undefined
  /** Live mode asks for it, after an edit or in the middle of one. */
  readonly live?: 'edit' | 'draft' | undefined
}

export interface QueuedRun extends RunOrder {
  readonly id: string
  /** Milliseconds since 1970. */
  readonly queued: number
}

/** The run in progress and those that wait, in order. */
export interface Queue {
  readonly running: QueuedRun | null
  readonly waiting: readonly QueuedRun[]
}

export type QueueEvent =
  | { readonly kind: 'ordered'; readonly run: QueuedRun }
  /** The run in progress has ended. */
  | { readonly kind: 'ended' }
  | { readonly kind: 'cancelled'; readonly id: string }
  /** The new order of what waits. Unknown ids are ignored, missing ones keep their order behind the others. */
  | { readonly kind: 'reordered'; readonly ids: readonly string[] }
  /** Everything that waits is cancelled; what runs goes on. */
  | { readonly kind: 'cleared' }

export type QueueEffect =
  | { readonly kind: 'run'; readonly run: QueuedRun }
  /** Stop the run in progress. */
  | { readonly kind: 'abort' }
  /** Report the end of a run that never began. */
  | { readonly kind: 'drop'; readonly run: QueuedRun }

export const emptyQueue: Queue = { running: null, waiting: [] }

/** The queue after an event, and what has to be done. */
export function queueStep(queue: Queue, event: QueueEvent): readonly [Queue, readonly QueueEffect[]] {
  const { running, waiting } = queue
  switch (event.kind) {
    case 'ordered':
      return startNext({ running, waiting: event.run.front ? [event.run, ...waiting] : [...waiting, event.run] })
    case 'ended':
      return startNext({ running: null, waiting })
    case 'cancelled':
      return running?.id === event.id ? [queue, [{ kind: 'abort' }]] : without(queue, ({ id }) => id === event.id)
    case 'cleared':
      return without(queue, () => true)
    case 'reordered': {
      const place = ({ id }: QueuedRun) => (event.ids.includes(id) ? event.ids.indexOf(id) : event.ids.length)
      return [{ running, waiting: waiting.toSorted((a, b) => place(a) - place(b)) }, []]
    }
  }
}

function startNext(queue: Queue): readonly [Queue, readonly QueueEffect[]] {
  const [next, ...rest] = queue.waiting
  if (queue.running || !next) return [queue, []]
  return [{ running: next, waiting: rest }, [{ kind: 'run', run: next }]]
}

function without({ running, waiting }: Queue, isGone: (run: QueuedRun) => boolean) {
  const gone = waiting.filter(isGone).map((run): QueueEffect => ({ kind: 'drop', run }))
  return [{ running, waiting: waiting.filter(run => !isGone(run)) }, gone] as const
}
