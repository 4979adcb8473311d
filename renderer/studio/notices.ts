import { createStore } from 'zustand/vanilla'

/** A sentence for the user in the corner of the window; `action` is a button for the next step. */
export interface Notice {
  readonly id: number
  readonly tone: 'info' | 'good' | 'warn' | 'bad'
  readonly message: string
  /** Sentences below the message. */
  readonly list?: readonly string[]
  readonly action?: { readonly title: string; run(): void }
}

/** The message of an error without the channel's name, which Electron puts before it. */
export const sentenceOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replace(
    /^Error invoking remote method '[^']*': (\w*Error: )?/,
    '',
  )

/** How long a notice is shown, in milliseconds. */
const shownFor: Readonly<Record<Notice['tone'], number>> = { info: 5_000, good: 5_000, warn: 12_000, bad: 15_000 }
/** At least this long after the pointer or the focus has left the notices. */
const afterwards = 3_000

export function createNotices() {
  const store = createStore<{ readonly notices: readonly Notice[] }>(() => ({ notices: [] }))
  const timers = new Map<number, ReturnType<typeof setTimeout>>()
  let count = 0
  let isHeld = false
  const expire = (id: number, after: number) => {
    clearTimeout(timers.get(id))
    timers.set(
      id,
      setTimeout(() => dismiss(id), after),
    )
  }
  const dismiss = (id: number) => {
    clearTimeout(timers.get(id))
    timers.delete(id)
    store.setState(({ notices }) => ({ notices: notices.filter(notice => notice.id !== id) }))
  }
  return {
    store,
    dismiss,
    /** Notices go by themselves, errors last. The same sentence is shown once. */
    report(tone: Notice['tone'], message: string, action?: Notice['action'], list?: Notice['list']): void {
      const { notices } = store.getState()
      const gone = notices.filter((notice, i) => notice.message === message || i < notices.length - 4)
      for (const { id } of gone) dismiss(id)
      const id = ++count
      const notice = { id, tone, message, ...(action && { action }), ...(list && { list }) }
      store.setState(({ notices }) => ({ notices: [...notices, notice] }))
      if (!isHeld) expire(id, shownFor[tone])
    },
    /** While somebody reads them, with the pointer or the focus on them, they stay. */
    hold(held: boolean): void {
      isHeld = held
      for (const { id, tone } of store.getState().notices)
        if (held) clearTimeout(timers.get(id))
        else expire(id, tone === 'bad' ? shownFor.bad : afterwards)
    },
  }
}

export type Notices = ReturnType<typeof createNotices>
