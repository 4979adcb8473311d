import { type Draft, enableArrayMethods, freeze, produce } from 'immer'

/** Reading 2,000 nodes does not make a draft of each. */
enableArrayMethods()

/**
 * The document and its past. Undo and redo return to the same values: documents share their unchanged parts, so keeping
 * them costs no more than keeping patches, and nothing (not even the order of keys) can come back changed.
 */
export interface History<T> {
  readonly present: T
  /** The label of the step that `undo` reverts, or null: for the menu. */
  readonly undoable: string | null
  readonly redoable: string | null
  /** Changes a draft of the document; a change without an effect is not recorded. */
  apply(label: string, change: (draft: Draft<T>) => void, options?: ChangeOptions): T
  undo(): T
  redo(): T
  /** Calls back after every change of `present`; returns the end of the subscription. */
  subscribe(listener: (present: T) => void): () => void
}

export interface ChangeOptions {
  /** Merges with the last step of the same name, so that a whole drag is one undo. */
  readonly merge?: string
  /** While a step can be redone, the change belongs to the present state and is not a step of its own. */
  readonly keepsRedo?: boolean
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
    apply(label, change, { merge, keepsRedo = false } = {}) {
      const after = produce(present, draft => {
        change(draft)
      })
      if (after === present) return present
      const last = past.at(-1)
      const next = future.at(-1)
      if (keepsRedo && next) {
        past = last ? [...past.slice(0, -1), { ...last, after }] : past
        future = [...future.slice(0, -1), { ...next, before: after }]
        return show(after)
      }
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
