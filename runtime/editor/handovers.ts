import type { Ownership } from './ownership.ts'

/** How long a window may take to write its last edits of a document that another one takes over, in milliseconds. */
const patience = 2000

/** What is asked of a window that has a document. */
interface Owner {
  send(event: 'handover', document: string): void
}

interface Surroundings<W extends Owner> {
  readonly ownership: Ownership<W>
  isOpen(window: W): boolean
  /** Tells all windows which documents they do not have. */
  tellElsewhere(): void
}

/** Moves documents from one window to another. */
export function createHandovers<W extends Owner>({ ownership, isOpen, tellElsewhere }: Surroundings<W>) {
  /** By document: who waits until its window lets go of it. */
  const waiting = new Map<string, () => void>()
  let last: Promise<unknown> = Promise.resolve()

  async function letGo(id: string, owner: W): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    waiting.set(id, resolve)
    const timer = setTimeout(resolve, patience)
    owner.send('handover', id)
    await promise
    clearTimeout(timer)
    waiting.delete(id)
  }

  async function give(id: string, taker: W): Promise<void> {
    const owner = ownership.ownerOf(id)
    if (owner && owner !== taker) await letGo(id, owner)
    if (isOpen(taker)) ownership.give(id, taker)
    tellElsewhere()
  }

  return {
    /** Gives a document to a window once the one that has it has written its last edits. One after the other. */
    take(id: string, taker: W): Promise<void> {
      const taken = last.then(() => give(id, taker))
      last = taken.catch(() => {})
      return taken
    },
    /** The window that has the document has written its last edits. */
    release: (id: string): void => waiting.get(id)?.(),
  }
}
