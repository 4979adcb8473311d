import { together } from '../../graph/edit/change.ts'
import { removeGroup } from '../../graph/edit/groups.ts'
import { removeNodes } from '../../graph/edit/nodes.ts'
import { selectNodes } from '../studio/selection.ts'
import type { Studio } from '../studio/studio.ts'
import { type Command, hasDocument, hasSelection, selectedIds } from './command.ts'
import { copySelection, duplicateSelection, pasteClipboard } from './exchange/clipboard.ts'

const hasAnySelected = ({ documents }: Studio): boolean => {
  const selection = documents.active()?.selection
  return selection !== undefined && selection.nodes.size + selection.groups.size > 0
}

/** @param rewire  joins what passed through the nodes */
export function removeSelected(studio: Studio, rewire: boolean): void {
  const ids = selectedIds(studio)
  const groups = [...(studio.documents.active()?.selection.groups ?? [])].sort((a, b) => b - a)
  const count = ids.length + groups.length
  studio.documents.change(
    count === 1 ? 'Delete' : `Delete ${count} items`,
    together(removeNodes(ids, { rewire }), ...groups.map(removeGroup)),
  )
}

export const editCommands: readonly Command[] = [
  {
    id: 'edit.undo',
    title: 'Undo',
    group: 'Edit',
    keys: ['Ctrl+Z'],
    enabled: ({ documents }) => documents.active()?.undoable != null,
    run: ({ documents }) => documents.undo(),
  },
  {
    id: 'edit.redo',
    title: 'Redo',
    group: 'Edit',
    keys: ['Ctrl+Y', 'Ctrl+Shift+Z'],
    enabled: ({ documents }) => documents.active()?.redoable != null,
    run: ({ documents }) => documents.redo(),
  },
  {
    id: 'edit.cut',
    isClipboard: true,
    title: 'Cut',
    group: 'Edit',
    keys: ['Ctrl+X'],
    enabled: hasSelection,
    async run(studio) {
      await copySelection(studio)
      removeSelected(studio, false)
    },
  },
  {
    id: 'edit.copy',
    title: 'Copy',
    isClipboard: true,
    group: 'Edit',
    keys: ['Ctrl+C'],
    enabled: hasSelection,
    run: copySelection,
  },
  {
    id: 'edit.paste',
    isClipboard: true,
    title: 'Paste',
    group: 'Edit',
    keys: ['Ctrl+V'],
    run: studio => pasteClipboard(studio, 'inside'),
  },
  {
    id: 'edit.paste-wired',
    isClipboard: true,
    title: 'Paste with incoming wires',
    group: 'Edit',
    keys: ['Ctrl+Shift+V'],
    run: studio => pasteClipboard(studio, 'with inputs'),
  },
  {
    id: 'edit.duplicate',
    title: 'Duplicate',
    group: 'Edit',
    keys: ['Ctrl+D'],
    enabled: hasSelection,
    run: duplicateSelection,
  },
  {
    id: 'edit.delete',
    title: 'Delete',
    group: 'Edit',
    keys: ['Delete', 'Backspace'],
    enabled: hasAnySelected,
    run: studio => removeSelected(studio, false),
  },
  {
    id: 'edit.delete-rewire',
    title: 'Delete and join its wires',
    group: 'Edit',
    keys: ['Ctrl+Delete', 'Ctrl+Backspace'],
    enabled: hasSelection,
    run: studio => removeSelected(studio, true),
  },
  {
    id: 'edit.select-all',
    title: 'Select all',
    group: 'Edit',
    keys: ['Ctrl+A'],
    enabled: hasDocument,
    run: ({ documents }) =>
      documents.select(selectNodes(documents.active()!.present.nodes.map(({ id }) => String(id)))),
  },
]
