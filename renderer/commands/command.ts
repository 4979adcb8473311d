import type { DocumentHandle } from '../studio/document-handle.ts'
import type { Command, Described, Studio, Ungrouped } from '../studio/studio.ts'

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
