import type { EditorEvents } from '../contract/editor-events.ts'
import { createHandovers } from './handovers.ts'
import { createOwnership } from './ownership.ts'

export type Listener = <E extends keyof EditorEvents>(event: E, data: EditorEvents[E]) => void

/** One page that is connected, in a browser or on the desktop. */
export interface EditorWindow {
  readonly send: Listener
}

/**
 * The windows of an editor, and which of them has which open document.
 *
 * @param stored  the documents that were open last time
 */
export function createWindows(stored: Parameters<typeof createOwnership<EditorWindow>>[0]) {
  const windows = new Set<EditorWindow>()
  /** Those that have begun: until then a window does not say which documents it shows. */
  const begun = new Set<EditorWindow>()
  const waiting = new Set<() => void>()
  const ownership = createOwnership<EditorWindow>(stored)
  const send: Listener = (event, data) => {
    for (const window of windows) window.send(event, data)
  }
  const tellElsewhere = () => {
    for (const window of begun) window.send('elsewhere', ownership.elsewhere(window))
  }
  const handovers = createHandovers<EditorWindow>({ ownership, isOpen: window => windows.has(window), tellElsewhere })
  return {
    send,
    ownership,
    handovers,
    tellElsewhere,
    open(listener: Listener): EditorWindow {
      const window = { send: listener }
      windows.add(window)
      return window
    },
    /** A page begins, or has its connection back, see `createOwnership`. */
    begin(window: EditorWindow, holds?: readonly string[]): void {
      if (!windows.has(window)) return
      ownership.begin(window, holds)
      begun.add(window)
      tellElsewhere()
    },
    close(window: EditorWindow): void {
      const own = ownership.of(window)
      windows.delete(window)
      begun.delete(window)
      ownership.release(window)
      for (const id of own) handovers.release(id)
      if (own.length > 0) tellElsewhere()
    },
    /** Calls back whenever a window has written which tabs are open. @returns ends the subscription */
    onTabsWritten(listener: () => void): () => void {
      waiting.add(listener)
      return () => void waiting.delete(listener)
    },
    tabsWritten(): void {
      for (const listener of waiting) listener()
    },
  }
}
