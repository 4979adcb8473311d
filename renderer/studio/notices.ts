import { createStore } from 'zustand/vanilla'

/** A sentence for the user in the corner of the window; `action` is a button for the next step. */
export interface Notice {
  readonly id: number
  readonly tone: 'info' | 'good' | 'warn' | 'bad'
  readonly message: string
  readonly action?: { readonly title: string; run(): void }
}

export function createNotices() {
  const store = createStore<{ readonly notices: readonly Notice[] }>(() => ({ notices: [] }))
  let count = 0
  const dismiss = (id: number) =>
    store.setState(({ notices }) => ({ notices: notices.filter(notice => notice.id !== id) }))
  return {
    store,
    dismiss,
    /** Errors stay until they are dismissed. The same sentence is shown once. */
    report(tone: Notice['tone'], message: string, action?: Notice['action']): void {
      const same = store.getState().notices.find(notice => notice.message === message)
      if (same) dismiss(same.id)
      const id = ++count
      store.setState(({ notices }) => ({
        notices: [...notices.slice(-4), { id, tone, message, ...(action && { action }) }],
      }))
      if (tone !== 'bad') setTimeout(() => dismiss(id), tone === 'warn' ? 12_000 : 5_000)
    },
  }
}

export type Notices = ReturnType<typeof createNotices>
