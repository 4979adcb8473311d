import type { EditorEvents } from '../contract/editor-events.ts'

export type Listener = <E extends keyof EditorEvents>(event: E, data: EditorEvents[E]) => void

/** The windows of an editor: every listener receives every event. */
export function createWindows() {
  const listeners = new Set<Listener>()
  const waiting = new Set<() => void>()
  const send: Listener = (event, data) => {
    for (const listener of listeners) listener(event, data)
  }
  return {
    send,
    /** @returns ends the subscription */
    listen: (listener: Listener): (() => void) => added(listeners, listener),
    /** Calls back whenever a window has written which tabs are open. @returns ends the subscription */
    onTabsWritten: (listener: () => void): (() => void) => added(waiting, listener),
    tabsWritten(): void {
      for (const listener of waiting) listener()
    },
  }
}

function added<T>(set: Set<T>, one: T): () => void {
  set.add(one)
  return () => void set.delete(one)
}
