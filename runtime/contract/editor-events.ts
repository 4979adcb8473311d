import type { QueueItem, RunRecord } from './answers.ts'
import type { RunEvent } from './run-event.ts'
import type { Settings } from './settings.ts'

/** What the program tells its windows without being asked. */
export interface EditorEvents {
  /** After every change of the queue; the running one first. */
  queue: readonly QueueItem[]
  run: { readonly run: string; readonly event: RunEvent }
  /** A run ended and is in the history now. */
  recorded: RunRecord
  engine: EngineState
  /** Files came, went, or a folder vanished: ask for the lists again. */
  files: null
  settings: Settings
  /** The menu, a global shortcut or the shell asks for a command of renderer/commands/, by id. */
  command: string
  /** The system asks to open a file: an association, a second start, a drop on the icon. */
  open: string
  /** The window is about to close: write the journal now, it waits a second. */
  closing: null
}

export interface EngineState {
  readonly state: 'starting' | 'ready' | 'stopped'
  /** `cpu`, `webgpu` …; null before it is known. */
  readonly device: string | null
  /** Why it stopped and what happens next, for the user. */
  readonly message: string | null
}

export const editorEvents = [
  'queue',
  'run',
  'recorded',
  'engine',
  'files',
  'settings',
  'command',
  'open',
  'closing',
] as const satisfies readonly (keyof EditorEvents)[]
