import type { DocumentHandle } from '../studio/document-handle.ts'
import type { Studio } from '../studio/studio.ts'

/** Something a person can do, wherever they ask for it: menu, shortcut, palette, context menu, button. */
export interface Command extends Described {
  /** @param document  the one it would act on: the one that was in front when it was asked for; undefined when none was */
  enabled?(studio: Studio, document: DocumentHandle | undefined): boolean
  run(studio: Studio, document: DocumentHandle | undefined): unknown
}

interface Described {
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
}

interface DocumentCommand extends Described {
  enabled?(studio: Studio, document: DocumentHandle): boolean
  run(studio: Studio, document: DocumentHandle): unknown
}

/** A command that acts on a document: it cannot be run while none is open. */
export const onDocument = ({ enabled, run, ...described }: DocumentCommand): Command => ({
  ...described,
  enabled: (studio, document) => document !== undefined && (enabled?.(studio, document) ?? true),
  run: (studio, document) => document && run(studio, document),
})

export const hasSelection = (_: Studio, document: DocumentHandle): boolean => document.read().selection.nodes.size > 0

/** The selected nodes' ids, as the document spells them. */
export function selectedIds(document: DocumentHandle): (string | number | bigint)[] {
  const { present, selection } = document.read()
  return present.nodes.filter(({ id }) => selection.nodes.has(String(id))).map(({ id }) => id)
}
