import { type Link, linksOf } from '../document/links.ts'
import { type Change, nodeOf } from '../edit/change.ts'
import { nextNodeId } from '../edit/ids.ts'
import { addNode, resizeNode } from '../edit/nodes.ts'
import { setWidget } from '../edit/widgets.ts'
import { connect } from '../edit/wires/wires.ts'
import { ancestorsOf } from '../planning/ancestors.ts'
import type { Specs } from '../prompt.ts'
import { currentType } from '../renames.ts'
import { readWidgetValues } from '../widgets/widget-values.ts'
import { type GraphScope, pointOf, type Workflow, type WorkflowNode } from '../workflow.ts'
import { axisInputs, gridType } from './axis.ts'
import type { AxisInput } from './grid-event.ts'
import { readAxis } from './notation.ts'

/** Where the axis of a widget is added. */
export type AxisPlace =
  /** A grid that draws what this node leads to, and has a free axis. `written`: it has an axis of this widget. */
  | { readonly kind: 'grid'; readonly grid: string; readonly input: AxisInput; readonly written: boolean }
  /** A new grid, connected to this picture. */
  | { readonly kind: 'new'; readonly from: string; readonly fromSlot: number; readonly beside: string }

/**
 * @param node    on the canvas
 * @param inside  the node that an axis names, where `node` is an instance of a subgraph
 * @returns       null where the node does not lead to a picture
 */
export function axisPlace(
  graph: GraphScope,
  specs: Specs,
  node: string,
  widget: string,
  inside = node,
): AxisPlace | null {
  const grids = graph.nodes.filter(({ id, type }) => type === gridType && ancestorsOf(graph, String(id)).has(node))
  const rooms = grids.flatMap(grid => roomIn(grid, specs, inside, widget) ?? [])
  const room = rooms.find(({ written }) => written) ?? rooms[0]
  if (room) return room
  const picture = pictureBehind(graph, specs, node)
  return picture && { kind: 'new', ...picture }
}

function roomIn(grid: WorkflowNode, specs: Specs, node: string, widget: string): (AxisPlace & { kind: 'grid' }) | null {
  const spec = specs.get(gridType)
  const values = spec ? readWidgetValues(spec, grid.widgets_values).values : {}
  const axes = axisInputs.map(input => ({ input, axis: readAxis(String(values[input] ?? '')) }))
  const same = axes.find(({ axis }) => axis?.node === node && axis.widget === widget)
  const free = same ?? axes.find(({ input }) => String(values[input] ?? '').trim() === '')
  return free ? { kind: 'grid', grid: String(grid.id), input: free.input, written: same !== undefined } : null
}

/** The last picture that a node leads to: one that is saved or shown, else the last one on the way. */
function pictureBehind(
  graph: GraphScope,
  specs: Specs,
  node: string,
): Omit<AxisPlace & { kind: 'new' }, 'kind'> | null {
  const links = [...linksOf(graph).values()]
  const reached = new Set([node])
  for (const id of reached) for (const { from, to } of links) if (from === id) reached.add(to)
  const specOf = (id: string) => specs.get(currentType(graph.nodes.find(each => String(each.id) === id)?.type ?? ''))
  const isPicture = ({ from, fromSlot }: Link) => Object.values(specOf(from)?.outputs ?? {})[fromSlot]?.type === 'IMAGE'
  const ends = links.filter(link => reached.has(link.from) && isPicture(link) && specOf(link.to)?.isOutput)
  const [shown] = ends
  if (shown) return { from: shown.from, fromSlot: shown.fromSlot, beside: shown.to }
  const loose = [...reached].reverse().flatMap(id => {
    const slot = Object.values(specOf(id)?.outputs ?? {}).findIndex(({ type }) => type === 'IMAGE')
    return slot >= 0 ? [{ from: id, fromSlot: slot, beside: id }] : []
  })
  return loose[0] ?? null
}

/** The size of a new grid's node: the labels of a sheet must be readable. */
const roomForSheet = [440, 560] as const

/**
 * Compares values of a widget: adds an axis to a grid, or adds a grid beside the picture that the widget leads to.
 *
 * @param axis  as `writeAxis` writes it
 * @param specs by type; the grid's among them
 */
export const compareWidget =
  (place: AxisPlace, axis: string, specs: Specs): Change =>
  draft => {
    const spec = specs.get(gridType)!
    if (place.kind === 'grid') {
      if (!place.written) setWidget(spec, place.grid, place.input, axis)(draft)
      return
    }
    const id = nextNodeId(draft as Workflow)
    const other = nodeOf(draft, place.beside)
    const [[x, y], [width]] = [pointOf(other.pos), pointOf(other.size)]
    addNode(spec, [x + width + 60, y], { columns: axis })(draft)
    resizeNode(id, roomForSheet)(draft)
    connect(place.from, place.fromSlot, id, spec, 'images')(draft)
  }
