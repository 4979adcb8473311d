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
  /** All states that undo and redo can return to, in order. */
  readonly moments: readonly Moment<T>[]
  /** Which of them is the present. */
  readonly at: number
  /**
   * Puts the moments of an earlier session around the first one of this, whose state is that of `given[at]`. Those after it
   * are left out when there was an edit since.
   */
  restore(given: readonly Moment<T>[], at: number): void
  /** Calls back after every change of `present`; returns the end of the subscription. */
  subscribe(listener: (present: T) => void): () => void
}

export interface ChangeOptions {
  /** Merges with the last step of the same name, so that a whole drag is one undo. */
  readonly merge?: string
  /** While a step can be redone, the change belongs to the present state and is not a step of its own. */
  readonly keepsRedo?: boolean
}

/** A state of the document, and the step that led to it. */
export interface Moment<T> {
  readonly label: string
  readonly merge?: string | undefined
  readonly state: T
}

/**
 * @param initial  frozen here, whole: a document from a file would otherwise be frozen by its first change
 * @param limit    how many steps are kept
 */
export function createHistory<T>(initial: T, limit = 500): History<T> {
  let moments: readonly Moment<T>[] = [{ label: '', state: freeze(initial, true) }]
  let at = 0
  let present = initial
  const listeners = new Set<(present: T) => void>()

  const show = (next: number, of = moments): T => {
    moments = of
    at = next
    present = moments[at]!.state
    for (const listener of listeners) listener(present)
    return present
  }

  return {
    get present() {
      return present
    },
    get undoable() {
      return at > 0 ? moments[at]!.label : null
    },
    get redoable() {
      return moments[at + 1]?.label ?? null
    },
    get moments() {
      return moments
    },
    get at() {
      return at
    },
    apply(label, change, { merge, keepsRedo = false } = {}) {
      const state = produce(present, draft => {
        change(draft)
      })
      if (state === present) return present
      const isLast = at === moments.length - 1
      if (keepsRedo && !isLast) return show(at, moments.with(at, { ...moments[at]!, state }))
      const joins = merge !== undefined && at > 0 && isLast && moments[at]!.merge === merge
      const next = [...moments.slice(0, joins ? at : at + 1), { label, merge, state }].slice(-limit - 1)
      return show(next.length - 1, next)
    },
    undo: () => (at > 0 ? show(at - 1) : present),
    redo: () => (at < moments.length - 1 ? show(at + 1) : present),
    restore(given, index) {
      const later = moments.length === 1 ? given.slice(index + 1) : moments.slice(1)
      show(at + index, [...given.slice(0, index + 1), ...later])
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
