import type { Elsewhere } from '../contract/answers.ts'
import type { OpenTabs } from '../contract/tabs.ts'

/** An open document, and the window that has it; null when that window is gone. */
interface Owned<W> {
  readonly title: string
  readonly window: W | null
}

/** The document belongs to another window. The message is for the user of the window that asked. */
class NotOwned extends Error {
  override readonly name = 'NotOwned'
  constructor(title: string) {
    super(`${title} is open in another window. Take it over there before you change it here.`)
  }
}

export type Ownership<W> = ReturnType<typeof createOwnership<W>>

/**
 * Which window has which open document: only that one may change or close it.
 *
 * @param stored  the open documents of the last time, which belong to nobody yet
 */
export function createOwnership<W>(stored: readonly { readonly id: string; readonly title: string }[]) {
  const documents = new Map<string, Owned<W>>(stored.map(({ id, title }) => [id, { title, window: null }]))
  const idsOf = (window: W | null) => [...documents].filter(([, owned]) => owned.window === window).map(([id]) => id)
  const set = (id: string, part: Partial<Owned<W>>) => {
    const known = documents.get(id)
    if (known) documents.set(id, { ...known, ...part })
  }
  const mustOwn = (window: W, id: string) => {
    const known = documents.get(id)
    if (known && known.window !== null && known.window !== window) throw new NotOwned(known.title)
  }
  const release = (window: W) => {
    for (const id of idsOf(window)) set(id, { window: null })
  }
  return {
    /**
     * A page begins, or has its connection back.
     *
     * @param holds  the documents that it shows; a new page shows none, and is given all that belong to nobody
     */
    begin(window: W, holds?: readonly string[]): void {
      release(window)
      for (const id of holds ?? idsOf(null)) if (documents.get(id)?.window === null) set(id, { window })
    },
    /** Gives back what the window has. */
    release,
    /** @throws Error when the document belongs to another window */
    mustOwn,
    /** The window has stored a document, which is its own from now on. @returns whether other windows see a change */
    stored(window: W, { id, title }: { readonly id: string; readonly title: string }): boolean {
      const before = documents.get(id)
      documents.set(id, { title, window })
      return before?.window !== window || before?.title !== title
    },
    closed: (id: string): void => void documents.delete(id),
    give: (id: string, window: W): void => set(id, { window }),
    ownerOf: (id: string): W | null => documents.get(id)?.window ?? null,
    of: idsOf,
    /** The open documents that the window does not have. */
    elsewhere: (window: W): readonly Elsewhere[] =>
      [...documents].flatMap(([id, { title, window: owner }]) =>
        owner === window ? [] : [{ id, title, isShown: owner !== null }],
      ),
    /** The order of all tabs, after a window has said how its own are ordered: the others keep their places. */
    orderAfter(window: W, before: readonly string[], { order }: OpenTabs): readonly string[] {
      const own = order.filter(id => documents.get(id)?.window === window)
      const isOwn = new Set(own)
      const rest = [...own]
      const merged = before
        .filter(id => documents.has(id) && (isOwn.has(id) || documents.get(id)?.window !== window))
        .map(id => (isOwn.has(id) ? rest.shift()! : id))
      return [...merged, ...rest]
    },
  }
}
