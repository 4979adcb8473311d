import { nodeColors, setCollapsed, setColor, setPinned } from '../../graph/edit/appearance.ts'
import { type Alignment, alignNodes, arrangeNodes, distributeNodes, snapNodes } from '../../graph/edit/arrange.ts'
import type { Bounds, SizeOf } from '../../graph/edit/bounds.ts'
import { together } from '../../graph/edit/change.ts'
import { addGroup, boundsForGroup, fitGroup } from '../../graph/edit/groups.ts'
import { setMode } from '../../graph/edit/nodes.ts'
import type { WorkflowNode } from '../../graph/workflow.ts'
import { canvasOf } from '../studio/canvas-view.ts'
import type { DocumentHandle } from '../studio/document-handle.ts'
import type { Studio } from '../studio/studio.ts'
import { type Command, hasSelection, onDocument, selectedIds } from './command.ts'

/** Switches something on for all selected nodes, or off when all of them have it. */
function toggle(document: DocumentHandle, has: (node: WorkflowNode) => boolean, set: (on: boolean) => void): void {
  const { present, selection } = document.read()
  set(!present.nodes.filter(({ id }) => selection.nodes.has(String(id))).every(has))
}

const toggleMode = (document: DocumentHandle, mode: 2 | 4, label: string): void =>
  toggle(
    document,
    node => node.mode === mode,
    on => document.change(on ? label : `Un${label.toLowerCase()}`, setMode(selectedIds(document), on ? mode : 0)),
  )

/** The size that the canvas draws a node with. */
export const sizeOf =
  (studio: Studio, document: DocumentHandle): SizeOf =>
  id =>
    canvasOf(studio, document)?.sizeOf(id) ?? [200, 100]

const align = (alignment: Alignment, title: string, keys?: readonly string[]): Command =>
  onDocument({
    id: `node.align-${alignment}`,
    title,
    group: 'Node',
    ...(keys && { keys }),
    enabled: (_, document) => selectedIds(document).length > 1,
    run: (studio, document) =>
      document.change(title, alignNodes(selectedIds(document), alignment, sizeOf(studio, document))),
  })

export const nodeCommands: readonly Command[] = [
  onDocument({
    id: 'node.add',
    title: 'Add a node…',
    group: 'Node',
    keys: ['Space', 'Tab'],
    run({ canvas }) {
      const view = canvas.current
      view?.search(view.pointer())
    },
  }),
  onDocument({
    id: 'node.collapse',
    title: 'Collapse or expand',
    group: 'Node',
    keys: ['Alt+C'],
    enabled: hasSelection,
    run: (_, document) =>
      toggle(
        document,
        ({ flags }) => flags?.collapsed === true,
        on => document.change(on ? 'Collapse' : 'Expand', setCollapsed(selectedIds(document), on)),
      ),
  }),
  onDocument({
    id: 'node.pin',
    title: 'Pin or unpin',
    group: 'Node',
    keys: ['P'],
    enabled: hasSelection,
    run: (_, document) =>
      toggle(
        document,
        ({ flags }) => flags?.pinned === true,
        on => document.change(on ? 'Pin' : 'Unpin', setPinned(selectedIds(document), on)),
      ),
  }),
  onDocument({
    id: 'node.mute',
    title: 'Mute or unmute',
    group: 'Node',
    keys: ['Ctrl+M'],
    enabled: hasSelection,
    run: (_, document) => toggleMode(document, 2, 'Mute'),
  }),
  onDocument({
    id: 'node.bypass',
    title: 'Bypass or unbypass',
    group: 'Node',
    keys: ['Ctrl+B'],
    enabled: hasSelection,
    run: (_, document) => toggleMode(document, 4, 'Bypass'),
  }),
  onDocument({
    id: 'node.group',
    title: 'Group the selected nodes',
    group: 'Node',
    keys: ['Ctrl+G'],
    run: (studio, document) => document.change('Group', addGroup('Group', boxAround(studio, document))),
  }),
  onDocument({
    id: 'node.fit-group',
    title: 'Fit the group to its nodes',
    group: 'Node',
    keys: ['Ctrl+Shift+G'],
    enabled: (_, document) => document.read().selection.groups.size > 0,
    run(studio, document) {
      const groups = [...document.read().selection.groups]
      document.change('Fit group', together(...groups.map(index => fitGroup(index, sizeOf(studio, document)))))
    },
  }),
  align('left', 'Align left', ['Alt+Shift+ArrowLeft']),
  align('right', 'Align right', ['Alt+Shift+ArrowRight']),
  align('top', 'Align top', ['Alt+Shift+ArrowUp']),
  align('bottom', 'Align bottom', ['Alt+Shift+ArrowDown']),
  align('centre-x', 'Align centres in a column'),
  align('centre-y', 'Align centres in a row'),
  onDocument({
    id: 'node.distribute-x',
    title: 'Distribute in a row',
    group: 'Node',
    enabled: (_, document) => selectedIds(document).length > 2,
    run: (studio, document) =>
      document.change('Distribute', distributeNodes(selectedIds(document), 'x', sizeOf(studio, document))),
  }),
  onDocument({
    id: 'node.distribute-y',
    title: 'Distribute in a column',
    group: 'Node',
    enabled: (_, document) => selectedIds(document).length > 2,
    run: (studio, document) =>
      document.change('Distribute', distributeNodes(selectedIds(document), 'y', sizeOf(studio, document))),
  }),
  onDocument({
    id: 'node.snap',
    title: 'Snap to the grid',
    group: 'Node',
    enabled: hasSelection,
    run: (_, document) => document.change('Snap to grid', snapNodes(selectedIds(document))),
  }),
  onDocument({
    id: 'node.arrange',
    title: 'Arrange the nodes along their wires',
    group: 'Node',
    run(studio, document) {
      const ids = selectedIds(document)
      document.change('Arrange', arrangeNodes(sizeOf(studio, document), ids.length > 1 ? ids : undefined))
    },
  }),
  ...Object.entries(nodeColors).map(([name, color]) =>
    onDocument({
      id: `node.color-${name.toLowerCase().replace(' ', '-')}`,
      title: `Colour the nodes ${name.toLowerCase()}`,
      group: 'Node',
      enabled: hasSelection,
      run: (_, document) => document.change('Colour', setColor(selectedIds(document), color)),
    }),
  ),
  onDocument({
    id: 'node.color-none',
    title: 'Remove the colour of the nodes',
    group: 'Node',
    enabled: hasSelection,
    run: (_, document) => document.change('Remove colour', setColor(selectedIds(document), null)),
  }),
]

/** The bounds of the selected nodes, or a box in the middle of the view. */
function boxAround(studio: Studio, document: DocumentHandle): Bounds {
  const around = boundsForGroup(document.read().present, selectedIds(document), sizeOf(studio, document))
  const [x, y] = canvasOf(studio, document)?.centre() ?? [0, 0]
  return around ?? [x - 200, y - 150, 400, 300]
}
