import { type Draft, enableArrayMethods, freeze, produce } from 'immer'

/** Looking through 2,000 nodes makes no draft of each. */
enableArrayMethods()

/**
 * The document and its past. Undo and redo return to the very values that were there: documents share all they have in
 * common, so keeping them costs no more than keeping patches, and nothing (not even the order of keys) can come back
 * different.
 */
export interface History<T> {
  readonly present: T
  /** What `undo` would take back, or null: for the menu. */
  readonly undoable: string | null
  readonly redoable: string | null
  /** Changes a draft of the document; a change that changes nothing leaves no trace. */
  apply(label: string, change: (draft: Draft<T>) => void, options?: ChangeOptions): T
  undo(): T
  redo(): T
  /** Calls back after every change of `present`; returns the end of the subscription. */
  subscribe(listener: (present: T) => void): () => void
}

export interface ChangeOptions {
  /** Joins the last step if that has the same name: one undo for a whole drag. */
  readonly merge?: string
}

interface Step<T> {
  readonly label: string
  readonly merge: string | undefined
  readonly before: T
  readonly after: T
}

/**
 * @param initial  frozen here, whole: a document from a file would otherwise be frozen by its first change
 * @param limit    how many steps are kept
 */
export function createHistory<T>(initial: T, limit = 500): History<T> {
  let present = freeze(initial, true)
  let past: readonly Step<T>[] = []
  let future: readonly Step<T>[] = []
  const listeners = new Set<(present: T) => void>()

  const show = (next: T): T => {
    present = next
    for (const listener of listeners) listener(present)
    return present
  }

  return {
    get present() {
      return present
    },
    get undoable() {
      return past.at(-1)?.label ?? null
    },
    get redoable() {
      return future.at(-1)?.label ?? null
    },
    apply(label, change, { merge } = {}) {
      const after = produce(present, draft => {
        change(draft)
      })
      if (after === present) return present
      const last = past.at(-1)
      const joins = merge !== undefined && last?.merge === merge && future.length === 0
      const kept = joins ? past.slice(0, -1) : past
      past = [...kept, { label, merge, before: joins ? last.before : present, after }].slice(-limit)
      future = []
      return show(after)
    },
    undo() {
      const step = past.at(-1)
      if (!step) return present
      past = past.slice(0, -1)
      future = [...future, step]
      return show(step.before)
    },
    redo() {
      const step = future.at(-1)
      if (!step) return present
      future = future.slice(0, -1)
      past = [...past, step]
      return show(step.after)
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
