import type { Elsewhere, EngineState, QueueItem, RunRecord } from './answers.ts'
import type { Picture, RunEvent } from './run-event.ts'
import type { Settings } from './settings.ts'

/** What the program sends to its windows without a request. */
export interface EditorEvents {
  /** After every change of the queue; the running one first. */
  queue: readonly QueueItem[]
  run: { readonly run: string; readonly event: RunEvent }
  /** A run ended and is in the history now. */
  recorded: RunRecord
  /** A picture was marked as a favourite in a window, or is one no more. */
  favoured: { readonly picture: Picture; readonly isFavourite: boolean }
  engine: EngineState
  /** Files or folders were added or removed: request the lists again. */
  files: null
  /** A file that is open in a window may have changed: see `workflow:check`. */
  workflows: null
  settings: Settings
  /** New lines of the log, oldest first. */
  log: readonly LogLine[]
  /** A fault of the program, as a sentence. */
  problem: string
  /** The menu, a global shortcut or the shell asks for a command of renderer/commands/, by id. */
  command: string
  /** The system asks to open a file: an association, a second start, a drop on the icon. */
  open: string
  /** The open documents that this window does not have. One that it has shown until now was taken over. */
  elsewhere: readonly Elsewhere[]
  /** Another window takes over this document: write its last edits, then let go of it with `document:release`. */
  handover: string
  /** The window is about to close: write the journal now. It waits until that is done, but not longer than three seconds. */
  closing: null
}

/** A line of the log: of the engine's output, or what happened to it or to a run. */
export interface LogLine {
  /** Rises with time. */
  readonly number: number
  /** Milliseconds since 1970. */
  readonly time: number
  readonly level: 'info' | 'warn' | 'error'
  /** Of several lines where a stack follows. */
  readonly text: string
}

export const editorEvents = [
  'queue',
  'run',
  'recorded',
  'favoured',
  'engine',
  'files',
  'workflows',
  'settings',
  'log',
  'problem',
  'command',
  'open',
  'elsewhere',
  'handover',
  'closing',
] as const satisfies readonly (keyof EditorEvents)[]
