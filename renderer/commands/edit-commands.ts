import { together } from '../../graph/edit/change.ts'
import { removeGroup } from '../../graph/edit/groups.ts'
import { removeNodes } from '../../graph/edit/nodes.ts'
import type { DocumentHandle } from '../studio/document-handle.ts'
import { type Selection, selectNodes, stillThere } from '../studio/selection.ts'
import { hasSelection, inGroup, onDocument } from './command.ts'
import { copySelection, duplicateSelection, pasteClipboard } from './exchange/clipboard.ts'

/**
 * @param rewire    reconnects what passed through the nodes
 * @param selected  what to remove, as far as it is still there
 */
export function removeSelected(
  document: DocumentHandle,
  rewire: boolean,
  selected: Selection = document.read().selection,
): void {
  const { present } = document.read()
  const { nodes, groups } = stillThere(selected, present)
  const ids = [...nodes]
  const count = ids.length + groups.size
  document.change(
    count === 1 ? 'Delete' : `Delete ${count} items`,
    together(removeNodes(ids, { rewire }), ...[...groups].sort((a, b) => b - a).map(removeGroup)),
  )
}

export const editCommands = inGroup('Edit', [
  onDocument({
    id: 'edit.undo',
    title: 'Undo',
    keys: ['Ctrl+Z'],
    enabled: (_, document) => document.read().undoable !== null,
    run: (_, document) => document.undo(),
  }),
  onDocument({
    id: 'edit.redo',
    title: 'Redo',
    keys: ['Ctrl+Y', 'Ctrl+Shift+Z'],
    enabled: (_, document) => document.read().redoable !== null,
    run: (_, document) => document.redo(),
  }),
  onDocument({
    id: 'edit.cut',
    isClipboard: true,
    title: 'Cut',
    keys: ['Ctrl+X'],
    enabled: hasSelection,
    async run(studio, document) {
      const { selection } = document.read()
      await copySelection(studio, document)
      removeSelected(document, false, selection)
    },
  }),
  onDocument({
    id: 'edit.copy',
    title: 'Copy',
    isClipboard: true,
    keys: ['Ctrl+C'],
    enabled: hasSelection,
    run: copySelection,
  }),
  {
    id: 'edit.paste',
    isClipboard: true,
    title: 'Paste',
    keys: ['Ctrl+V'],
    run: (studio, document) => pasteClipboard(studio, document, 'inside'),
  },
  {
    id: 'edit.paste-wired',
    isClipboard: true,
    title: 'Paste with incoming wires',
    keys: ['Ctrl+Shift+V'],
    run: (studio, document) => pasteClipboard(studio, document, 'with inputs'),
  },
  onDocument({
    id: 'edit.duplicate',
    title: 'Duplicate',
    keys: ['Ctrl+D'],
    enabled: hasSelection,
    run: duplicateSelection,
  }),
  onDocument({
    id: 'edit.delete',
    title: 'Delete',
    keys: ['Delete', 'Backspace'],
    enabled: (_, document) => document.read().selection.nodes.size + document.read().selection.groups.size > 0,
    run: (_, document) => removeSelected(document, false),
  }),
  onDocument({
    id: 'edit.delete-rewire',
    title: 'Delete and reconnect the wires',
    keys: ['Ctrl+Delete', 'Ctrl+Backspace'],
    enabled: hasSelection,
    run: (_, document) => removeSelected(document, true),
  }),
  onDocument({
    id: 'edit.select-all',
    title: 'Select all',
    keys: ['Ctrl+A'],
    run: (_, document) => document.select(selectNodes(document.read().present.nodes.map(({ id }) => String(id)))),
  }),
])
