import { nodeColors, setCollapsed, setColor, setPinned } from '../../graph/edit/appearance.ts'
import { type Alignment, alignNodes, arrangeNodes, distributeNodes, snapNodes } from '../../graph/edit/arrange.ts'
import type { Bounds, SizeOf } from '../../graph/edit/bounds.ts'
import { type Change, type NodeId, together } from '../../graph/edit/change.ts'
import { addGroup, boundsForGroup, fitGroup } from '../../graph/edit/groups.ts'
import { isPinned, setMode } from '../../graph/edit/nodes.ts'
import type { WorkflowNode } from '../../graph/workflow.ts'
import type { DocumentHandle } from '../studio/document-handle.ts'
import type { Studio, Ungrouped } from '../studio/studio.ts'
import { hasSelection, inGroup, onDocument, selectedIds } from './command.ts'

interface Toggle extends Pick<Ungrouped, 'id' | 'title'> {
  readonly key: string
  /** The labels of the two edits. */
  readonly labels: readonly [on: string, off: string]
  has(node: WorkflowNode): boolean
  set(ids: readonly NodeId[], on: boolean): Change
}

/** Switches something on for all selected nodes, or off when all of them have it. */
const toggle = ({ id, title, key, labels: [on, off], has, set }: Toggle): Ungrouped =>
  onDocument({
    id,
    title,
    keys: [key],
    enabled: hasSelection,
    run(_, document) {
      const { present, selection } = document.read()
      const isOn = present.nodes.filter(({ id }) => selection.nodes.has(String(id))).every(has)
      document.change(isOn ? off : on, set(selectedIds(document), !isOn))
    },
  })

/** The size that the canvas draws a node with. */
export const sizeOf =
  (studio: Studio, document: DocumentHandle): SizeOf =>
  id =>
    studio.canvasOf(document)?.sizeOf(id) ?? [200, 100]

const align = (alignment: Alignment, title: string, keys?: readonly string[]): Ungrouped =>
  onDocument({
    id: `node.align-${alignment}`,
    title,
    ...(keys && { keys }),
    enabled: (_, document) => selectedIds(document).length > 1,
    run: (studio, document) =>
      document.change(title, alignNodes(selectedIds(document), alignment, sizeOf(studio, document))),
  })

const distribute = (axis: 'x' | 'y', title: string): Ungrouped =>
  onDocument({
    id: `node.distribute-${axis}`,
    title,
    enabled: (_, document) => selectedIds(document).length > 2,
    run: (studio, document) =>
      document.change('Distribute', distributeNodes(selectedIds(document), axis, sizeOf(studio, document))),
  })

export const nodeCommands = inGroup('Node', [
  onDocument({
    id: 'node.add',
    title: 'Add a node…',
    keys: ['Space', 'Shift+A'],
    isOnCanvas: true,
    run({ canvas }) {
      const view = canvas.current
      view?.search(view.pointer())
    },
  }),
  toggle({
    id: 'node.collapse',
    title: 'Collapse or expand',
    key: 'Alt+C',
    labels: ['Collapse', 'Expand'],
    has: ({ flags }) => flags?.collapsed === true,
    set: setCollapsed,
  }),
  toggle({
    id: 'node.pin',
    title: 'Pin or unpin',
    key: 'P',
    labels: ['Pin', 'Unpin'],
    has: isPinned,
    set: setPinned,
  }),
  toggle({
    id: 'node.mute',
    title: 'Mute or unmute',
    key: 'Ctrl+M',
    labels: ['Mute', 'Unmute'],
    has: ({ mode }) => mode === 2,
    set: (ids, on) => setMode(ids, on ? 2 : 0),
  }),
  toggle({
    id: 'node.bypass',
    title: 'Bypass or unbypass',
    key: 'Ctrl+B',
    labels: ['Bypass', 'Unbypass'],
    has: ({ mode }) => mode === 4,
    set: (ids, on) => setMode(ids, on ? 4 : 0),
  }),
  onDocument({
    id: 'node.group',
    title: 'Group the selected nodes',
    keys: ['Ctrl+G'],
    run: (studio, document) => document.change('Group', addGroup('Group', boxAround(studio, document))),
  }),
  onDocument({
    id: 'node.fit-group',
    title: 'Fit the group to its nodes',
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
  distribute('x', 'Distribute in a row'),
  distribute('y', 'Distribute in a column'),
  onDocument({
    id: 'node.snap',
    title: 'Snap to the grid',
    enabled: hasSelection,
    run: (_, document) => document.change('Snap to grid', snapNodes(selectedIds(document))),
  }),
  onDocument({
    id: 'node.arrange',
    title: 'Arrange the nodes along their wires',
    run(studio, document) {
      const ids = selectedIds(document)
      document.change('Arrange', arrangeNodes(sizeOf(studio, document), ids.length > 1 ? ids : undefined))
    },
  }),
  ...Object.entries(nodeColors).map(([name, color]) =>
    onDocument({
      id: `node.color-${name.toLowerCase().replace(' ', '-')}`,
      title: `Colour the nodes ${name.toLowerCase()}`,
      enabled: hasSelection,
      run: (_, document) => document.change('Colour', setColor(selectedIds(document), color)),
    }),
  ),
  onDocument({
    id: 'node.color-none',
    title: 'Remove the colour of the nodes',
    enabled: hasSelection,
    run: (_, document) => document.change('Remove colour', setColor(selectedIds(document), null)),
  }),
])

/** The bounds of the selected nodes, or a box in the middle of the view. */
function boxAround(studio: Studio, document: DocumentHandle): Bounds {
  const around = boundsForGroup(document.read().present, selectedIds(document), sizeOf(studio, document))
  const [x, y] = studio.canvasOf(document)?.centre() ?? [0, 0]
  return around ?? [x - 200, y - 150, 400, 300]
}
