import type { Studio } from '../studio/studio.ts'

/** Something a person can do, wherever they ask for it: menu, shortcut, palette, context menu, button. */
export interface Command {
  /** Stable: menus and people's own shortcuts name it. */
  readonly id: string
  readonly title: string
  /** Where the palette lists it. */
  readonly group: 'File' | 'Edit' | 'Node' | 'Run' | 'View' | 'Help'
  /** `Ctrl` is Command on a Mac. The first is shown. */
  readonly keys?: readonly string[]
  /** Works while a text is being edited too. */
  readonly always?: boolean
  /** Its keys are the system's, see clipboard-events.ts. */
  readonly isClipboard?: boolean
  enabled?(studio: Studio): boolean
  run(studio: Studio): unknown
}

export const hasDocument = ({ documents }: Studio): boolean => documents.active() !== undefined
export const hasSelection = ({ documents }: Studio): boolean => (documents.active()?.selection.nodes.size ?? 0) > 0

/** The selected nodes' ids, as the document spells them. */
export function selectedIds({ documents }: Studio): (string | number | bigint)[] {
  const document = documents.active()
  return document
    ? document.present.nodes.filter(({ id }) => document.selection.nodes.has(String(id))).map(({ id }) => id)
    : []
}
