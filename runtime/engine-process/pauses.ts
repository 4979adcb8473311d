import { setImmediate } from 'node:timers/promises'
import type { InParts } from '../../graph/planning/in-parts.ts'

/** Milliseconds of work after which others have their turn. */
const TURN = 10

/**
 * Makes a function to be awaited between two pieces of long work: now and then it lets messages in, a cancel among them.
 *
 * @returns rejects with the signal's reason when it is aborted
 */
export function pauses(signal?: AbortSignal): () => Promise<void> {
  let since = performance.now()
  return async () => {
    signal?.throwIfAborted()
    if (performance.now() - since < TURN) return
    await setImmediate()
    since = performance.now()
    signal?.throwIfAborted()
  }
}

/** Does long work with pauses; a cancel stops it between two parts. @param pause  what `pauses` made */
export async function withPauses<T>(work: InParts<T>, pause = pauses()): Promise<T> {
  let part = work.next()
  await pause()
  while (!part.done) {
    part = work.next()
    await pause()
  }
  return part.value
}

/** The promise's result, unless the signal is aborted before: then nobody waits for it any longer. */
export function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise: first, resolve, reject } = Promise.withResolvers<T>()
  const abort = () => reject(signal.reason)
  if (signal.aborted) abort()
  signal.addEventListener('abort', abort, { once: true })
  promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  return first
}
