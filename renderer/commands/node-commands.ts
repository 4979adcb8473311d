import { type NodeColor, setCollapsed, setColor, setPinned } from '../../graph/edit/appearance.ts'
import { type Alignment, alignNodes, arrangeNodes, distributeNodes, snapNodes } from '../../graph/edit/arrange.ts'
import type { Bounds, SizeOf } from '../../graph/edit/bounds.ts'
import { addGroup, boundsForGroup, fitGroup } from '../../graph/edit/groups.ts'
import { setMode } from '../../graph/edit/nodes.ts'
import type { WorkflowNode } from '../../graph/workflow.ts'
import { openDrawing, selectedDrawing } from '../drawing/open-drawing.ts'
import type { Studio } from '../studio/studio.ts'
import { type Command, hasDocument, hasSelection, selectedIds } from './command.ts'

const selectedNodes = ({ documents }: Studio): WorkflowNode[] => {
  const document = documents.active()
  return document ? document.present.nodes.filter(({ id }) => document.selection.nodes.has(String(id))) : []
}

/** Turns something on for all that are selected, or off when all have it. */
const toggle = (studio: Studio, has: (node: WorkflowNode) => boolean, set: (on: boolean) => void): void =>
  set(!selectedNodes(studio).every(has))

const toggleMode = (studio: Studio, mode: 2 | 4, label: string): void =>
  toggle(
    studio,
    node => node.mode === mode,
    on => studio.documents.change(on ? label : `Un${label.toLowerCase()}`, setMode(selectedIds(studio), on ? mode : 0)),
  )

/** How large the canvas draws each node. */
export const sizeOf =
  ({ canvas }: Studio): SizeOf =>
  id =>
    canvas.current?.sizeOf(id) ?? [200, 100]

const align = (alignment: Alignment, title: string, keys?: readonly string[]): Command => ({
  id: `node.align-${alignment}`,
  title,
  group: 'Node',
  ...(keys && { keys }),
  enabled: studio => selectedIds(studio).length > 1,
  run: studio => studio.documents.change(title, alignNodes(selectedIds(studio), alignment, sizeOf(studio))),
})

/** ComfyUI's node colours. */
export const nodeColors: Readonly<Record<string, NodeColor>> = {
  Red: { color: '#322', bgcolor: '#533' },
  Brown: { color: '#332922', bgcolor: '#593930' },
  Green: { color: '#232', bgcolor: '#353' },
  Blue: { color: '#223', bgcolor: '#335' },
  'Pale blue': { color: '#2a363b', bgcolor: '#3f5159' },
  Cyan: { color: '#233', bgcolor: '#355' },
  Purple: { color: '#323', bgcolor: '#535' },
  Yellow: { color: '#432', bgcolor: '#653' },
  Black: { color: '#222', bgcolor: '#000' },
}

export const nodeCommands: readonly Command[] = [
  {
    id: 'node.add',
    title: 'Add node…',
    group: 'Node',
    keys: ['Space', 'Tab'],
    enabled: hasDocument,
    run({ canvas }) {
      const view = canvas.current
      view?.search(view.pointer())
    },
  },
  {
    id: 'node.draw',
    title: 'Draw on the selected node',
    group: 'Node',
    keys: ['D'],
    enabled: studio => selectedDrawing(studio) !== null,
    run: openDrawing,
  },
  {
    id: 'node.collapse',
    title: 'Collapse or expand',
    group: 'Node',
    keys: ['Alt+C'],
    enabled: hasSelection,
    run: studio =>
      toggle(
        studio,
        ({ flags }) => flags?.collapsed === true,
        on => studio.documents.change(on ? 'Collapse' : 'Expand', setCollapsed(selectedIds(studio), on)),
      ),
  },
  {
    id: 'node.pin',
    title: 'Pin or unpin',
    group: 'Node',
    keys: ['P'],
    enabled: hasSelection,
    run: studio =>
      toggle(
        studio,
        ({ flags }) => flags?.pinned === true,
        on => studio.documents.change(on ? 'Pin' : 'Unpin', setPinned(selectedIds(studio), on)),
      ),
  },
  {
    id: 'node.mute',
    title: 'Mute or unmute',
    group: 'Node',
    keys: ['Ctrl+M'],
    enabled: hasSelection,
    run: studio => toggleMode(studio, 2, 'Mute'),
  },
  {
    id: 'node.bypass',
    title: 'Bypass or not',
    group: 'Node',
    keys: ['Ctrl+B'],
    enabled: hasSelection,
    run: studio => toggleMode(studio, 4, 'Bypass'),
  },
  {
    id: 'node.group',
    title: 'Group selection',
    group: 'Node',
    keys: ['Ctrl+G'],
    enabled: hasDocument,
    run: studio => studio.documents.change('Group', addGroup('Group', boxAround(studio))),
  },
  {
    id: 'node.fit-group',
    title: 'Fit group to its nodes',
    group: 'Node',
    keys: ['Ctrl+Shift+G'],
    enabled: ({ documents }) => (documents.active()?.selection.groups.size ?? 0) > 0,
    run: studio => {
      for (const index of studio.documents.active()!.selection.groups)
        studio.documents.change('Fit group', fitGroup(index, sizeOf(studio)))
    },
  },
  align('left', 'Align left', ['Alt+Shift+ArrowLeft']),
  align('right', 'Align right', ['Alt+Shift+ArrowRight']),
  align('top', 'Align top', ['Alt+Shift+ArrowUp']),
  align('bottom', 'Align bottom', ['Alt+Shift+ArrowDown']),
  align('centre-x', 'Align centres in a column'),
  align('centre-y', 'Align centres in a row'),
  {
    id: 'node.distribute-x',
    title: 'Distribute in a row',
    group: 'Node',
    enabled: studio => selectedIds(studio).length > 2,
    run: studio => studio.documents.change('Distribute', distributeNodes(selectedIds(studio), 'x', sizeOf(studio))),
  },
  {
    id: 'node.distribute-y',
    title: 'Distribute in a column',
    group: 'Node',
    enabled: studio => selectedIds(studio).length > 2,
    run: studio => studio.documents.change('Distribute', distributeNodes(selectedIds(studio), 'y', sizeOf(studio))),
  },
  {
    id: 'node.snap',
    title: 'Snap to the grid',
    group: 'Node',
    enabled: hasSelection,
    run: studio => studio.documents.change('Snap to grid', snapNodes(selectedIds(studio))),
  },
  {
    id: 'node.arrange',
    title: 'Arrange along the wires',
    group: 'Node',
    enabled: hasDocument,
    run(studio) {
      const ids = selectedIds(studio)
      studio.documents.change('Arrange', arrangeNodes(sizeOf(studio), ids.length > 1 ? ids : undefined))
    },
  },
  ...Object.entries(nodeColors).map(
    ([name, color]): Command => ({
      id: `node.color-${name.toLowerCase().replace(' ', '-')}`,
      title: `Colour: ${name.toLowerCase()}`,
      group: 'Node',
      enabled: hasSelection,
      run: studio => studio.documents.change('Colour', setColor(selectedIds(studio), color)),
    }),
  ),
  {
    id: 'node.color-none',
    title: 'Colour: none',
    group: 'Node',
    enabled: hasSelection,
    run: studio => studio.documents.change('Colour', setColor(selectedIds(studio), null)),
  },
]

/** Around the selected nodes, or a box in the middle of the view. */
function boxAround(studio: Studio): Bounds {
  const around = boundsForGroup(studio.documents.active()!.present, selectedIds(studio), sizeOf(studio))
  const [x, y] = studio.canvas.current?.centre() ?? [0, 0]
  return around ?? [x - 200, y - 150, 400, 300]
}
