/** Runs what it is given one after the other, in order. */
export interface Queue {
  add<T>(job: (signal: AbortSignal) => Promise<T>): Ticket<T>
  /** Cancels everything that waits or runs. */
  clear(): void
  readonly length: number
}

/** One job in the queue. */
export interface Ticket<T> {
  /** Rejects with an AbortError when the job is cancelled before its turn. */
  readonly done: Promise<T>
  cancel(): void
}

export function createQueue(): Queue {
  const tickets = new Set<Ticket<unknown>>()
  let last: Promise<unknown> = Promise.resolve()

  return {
    add(job) {
      const abort = new AbortController()
      const done = last
        .then(() => {
          abort.signal.throwIfAborted()
          return job(abort.signal)
        })
        .finally(() => tickets.delete(ticket))
      const ticket = { done, cancel: () => abort.abort() }
      tickets.add(ticket)
      // A job that fails is its owner's affair; the next one has its turn all the same.
      last = done.catch(() => {})
      return ticket
    },
    clear() {
      for (const ticket of tickets) ticket.cancel()
    },
    get length() {
      return tickets.size
    },
  }
}
