import type { DocumentHandle } from '../studio/document-handle.ts'
import type { Studio } from '../studio/studio.ts'

/** One thing a user can do, offered by menus, keys, the palette and buttons. */
export interface Command extends Ungrouped {
  /** The heading that the palette lists it under. */
  readonly group: 'File' | 'Edit' | 'Node' | 'Run' | 'View' | 'Help'
}

/** A command before its list names the group. */
export interface Ungrouped extends Described {
  /** @param document  the document to act on: the one in front when the command began; undefined when none was open */
  enabled?(studio: Studio, document: DocumentHandle | undefined): boolean
  run(studio: Studio, document: DocumentHandle | undefined): unknown
}

interface Described {
  /** Stable: menus and the shortcuts in a user's settings refer to it. */
  readonly id: string
  readonly title: string
  /** `Ctrl` means Command on a Mac. Menus show the first. */
  readonly keys?: readonly string[]
  /** Its keys work in text fields too, except those that type a character. */
  readonly always?: boolean
  /** Its keys work only while the canvas has the focus, or nothing has: elsewhere Tab, Enter and arrows go on. */
  readonly isOnCanvas?: boolean
  /** Its keys are left to the system's clipboard events, see clipboard-events.ts. */
  readonly isClipboard?: boolean
}

interface DocumentCommand extends Described {
  enabled?(studio: Studio, document: DocumentHandle): boolean
  run(studio: Studio, document: DocumentHandle): unknown
}

/** The commands of one group. */
export const inGroup = (group: Command['group'], commands: readonly Ungrouped[]): readonly Command[] =>
  commands.map(command => ({ ...command, group }))

/** A command that acts on a document; disabled while none is open. */
export const onDocument = ({ enabled, run, ...described }: DocumentCommand): Ungrouped => ({
  ...described,
  enabled: (studio, document) => document !== undefined && (enabled?.(studio, document) ?? true),
  run: (studio, document) => document && run(studio, document),
})

export const hasSelection = (_: Studio, document: DocumentHandle): boolean => document.read().selection.nodes.size > 0

/** The ids of the selected nodes, as numbers or texts, as the document has them. */
export function selectedIds(document: DocumentHandle): (string | number | bigint)[] {
  const { present, selection } = document.read()
  return present.nodes.filter(({ id }) => selection.nodes.has(String(id))).map(({ id }) => id)
}
