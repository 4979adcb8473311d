import fc from 'fast-check'
import { copyNodes } from '../../../graph/clipboard/copy.ts'
import { pasteNodes } from '../../../graph/clipboard/paste.ts'
import { pasteableOf } from '../../../graph/clipboard/pasteable.ts'
import { readClipboard } from '../../../graph/clipboard/read-clipboard.ts'
import { linksOf } from '../../../graph/document/links.ts'
import { setCollapsed, setColor, setPinned, setTitle } from '../../../graph/edit/appearance.ts'
import { alignNodes, arrangeNodes, distributeNodes, snapNodes } from '../../../graph/edit/arrange.ts'
import { storedSizes } from '../../../graph/edit/bounds.ts'
import type { Change, Point } from '../../../graph/edit/change.ts'
import * as groups from '../../../graph/edit/groups.ts'
import { addNode, addNote, moveNodes, removeNodes, resizeNode, setMode } from '../../../graph/edit/nodes.ts'
import { setSeedControl, setWidget } from '../../../graph/edit/widgets.ts'
import { addReroute, insertReroute } from '../../../graph/edit/wires/reroutes.ts'
import { connect, disconnect } from '../../../graph/edit/wires/wires.ts'
import { isWidget } from '../../../graph/port-types.ts'
import type { Workflow, WorkflowNode } from '../../../graph/workflow.ts'
import { specs } from '../specs.ts'
import { addPrimitive } from './add-primitive.ts'

/** Four numbers that choose a command and what it is about, in whatever document there is. */
export type Dice = readonly [number, number, number, number]
export const dice: fc.Arbitrary<Dice> = fc.tuple(fc.nat(), fc.nat(), fc.nat(), fc.nat(4000))

const nothing: Change = () => {}

/** The command that some dice mean for a document; null where it has nothing to do it to. */
export function commandFor(workflow: Workflow, [kind, a, b, c]: Dice): Change {
  const pick = <T>(list: readonly T[], by: number): T | undefined => list[by % Math.max(1, list.length)]
  const some = (by: number, most = 4) => workflow.nodes.filter((_, at) => (at * 7 + by) % 5 === 0).slice(0, most)
  const node = pick(workflow.nodes, a)
  const ids = some(a).map(({ id }) => id)
  const spec = pick([...specs.values()], b)!
  const size = storedSizes(workflow)
  const group = (workflow.groups?.length ?? 0) > 0 ? a % workflow.groups!.length : undefined
  const at = [c - 2000, b % 3000] as const
  const withNode = (make: (node: WorkflowNode) => Change) => (node ? make(node) : nothing)
  const withGroup = (make: (index: number) => Change) => (group === undefined ? nothing : make(group))
  const commands: readonly (() => Change)[] = [
    () => addNode(spec, at),
    () => addNode(spec, at),
    () => removeNodes(ids.slice(0, 2)),
    () => removeNodes(ids.slice(0, 2), { rewire: true }),
    () => withNode(({ id }) => removeNodes([id], { rewire: true })),
    () => moveNodes(ids.map((id, step) => [id, [at[0] + step, at[1]]])),
    () => withNode(({ id }) => resizeNode(id, [c, b % 900])),
    () => setMode(ids, ([0, 2, 4] as const)[c % 3]!),
    () => withNode(({ id }) => setTitle(id, c % 3 === 0 ? '' : `Title ${c}`)),
    () => setColor(ids, c % 2 === 0 ? null : { color: '#223', bgcolor: '#335' }),
    () => setCollapsed(ids, c % 2 === 0),
    () => setPinned(ids, c % 2 === 0),
    () => withNode(node => widgetChange(node, b, c)),
    () => withNode(node => wire(workflow, node, b, c)),
    () => withNode(node => wire(workflow, node, b + 1, c)),
    () => withNode(node => wire(workflow, node, b + 2, c)),
    () => withNode(node => disconnect(node.id, pick(node.inputs ?? [], b)?.name ?? '')),
    () => groups.addGroup(`Group ${c}`, [...at, 400, 300]),
    () => withGroup(index => groups.moveGroup(index, [10, -20], size)),
    () => withGroup(index => groups.resizeGroup(index, [500, b % 900])),
    () => withGroup(index => groups.renameGroup(index, `Named ${c}`)),
    () => withGroup(index => groups.colorGroup(index, c % 2 === 0 ? null : '#a1309b')),
    () => withGroup(index => groups.fitGroup(index, size)),
    () => (workflow.groups!.length > 3 ? withGroup(groups.removeGroup) : nothing),
    () => insertReroute(pick([...linksOf(workflow).keys()], b) ?? 'none', at),
    () => addReroute(at),
    () => addPrimitive(at),
    () => addNote(`Note ${c}`, at),
    () => alignNodes(ids, (['left', 'right', 'top', 'bottom', 'centre-x', 'centre-y'] as const)[c % 6]!, size),
    () => distributeNodes(ids, c % 2 === 0 ? 'x' : 'y', size),
    () => snapNodes(ids),
    () => arrangeNodes(size, ids),
    () => pasted(workflow, ids, null),
    () => pasted(workflow, ids, at),
    () => (workflow.nodes.length > 60 ? removeNodes(workflow.nodes.slice(40).map(({ id }) => id)) : nothing),
  ]
  return commands[kind % commands.length]!()
}

function pasted(workflow: Workflow, ids: readonly WorkflowNode['id'][], at: Point | null): Change {
  const copy = readClipboard(copyNodes(workflow, ids), specs) ?? pasteableOf(workflow)
  return copy ? pasteNodes(workflow, copy, at, { specs, wires: 'with inputs' }).change : nothing
}

function widgetChange(node: WorkflowNode, by: number, value: number): Change {
  const spec = specs.get(node.type)
  const widgets = Object.entries(spec?.inputs ?? {}).filter(([, port]) => isWidget(port))
  const [name, port] = widgets[by % Math.max(1, widgets.length)] ?? []
  if (!spec || name === undefined) return nothing
  if (port?.kind === 'seed' && value % 2 === 0)
    return setSeedControl(spec, node.id, name, value % 4 === 0 ? 'increment' : 'fixed')
  return setWidget(spec, node.id, name, port?.kind === 'seed' ? 2n ** 60n + BigInt(value) : value)
}

/** Wires the first output that is found to any input, fitting or not. */
function wire(workflow: Workflow, chosen: WorkflowNode, by: number, slot: number): Change {
  // In a damaged file two nodes may have one id: a command means the first.
  const meant = (node: WorkflowNode) => workflow.nodes.find(({ id }) => String(id) === String(node.id))!
  const target = meant(chosen)
  const sources = workflow.nodes.map(meant).filter(({ outputs }) => outputs && outputs.length > 0)
  const source = sources[by % Math.max(1, sources.length)]
  const spec = specs.get(target.type)
  const names = [...(target.inputs ?? []).map(({ name }) => name), ...Object.keys(spec?.inputs ?? {})]
  const name = names[slot % Math.max(1, names.length)]
  return source && name !== undefined
    ? connect(source.id, slot % source.outputs!.length, target.id, spec, name)
    : nothing
}
