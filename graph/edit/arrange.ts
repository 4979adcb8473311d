import { columnsOf } from '../document/columns.ts'
import { linksOf } from '../document/links.ts'
import { pointOf, type WorkflowNode } from '../workflow.ts'
import { type Bounds, boundsAround, nodeBounds, type SizeOf, titleHeight } from './bounds.ts'
import { type Change, type NodeId, type Point, peek, seen } from './change.ts'
import { isPinned, moveNodes } from './nodes.ts'

export type Alignment = 'left' | 'right' | 'top' | 'bottom' | 'centre-x' | 'centre-y'

/** A node's bounds, which begin above its `pos` by the height of its title. */
interface Boxed {
  readonly node: WorkflowNode
  readonly bounds: Bounds
}

/** Aligns nodes with the outermost of them, or with their common centre. */
export const alignNodes =
  (ids: readonly NodeId[], alignment: Alignment, sizeOf: SizeOf): Change =>
  draft => {
    const boxes = boxesOf(peek(draft.nodes), ids, sizeOf)
    const around = boundsAround(boxes.map(({ bounds }) => bounds))
    if (!around) return
    const [left, top, width, height] = around
    move(boxes, ({ bounds: [x, y, w, h] }) => {
      if (alignment === 'left') return [left, y]
      if (alignment === 'right') return [left + width - w, y]
      if (alignment === 'centre-x') return [left + (width - w) / 2, y]
      if (alignment === 'top') return [x, top]
      if (alignment === 'bottom') return [x, top + height - h]
      return [x, top + (height - h) / 2]
    })(draft)
  }

/** Makes all gaps between neighbours equal; the two outermost nodes stay in place. */
export const distributeNodes =
  (ids: readonly NodeId[], direction: 'x' | 'y', sizeOf: SizeOf): Change =>
  draft => {
    const axis = direction === 'x' ? 0 : 1
    const boxes = boxesOf(peek(draft.nodes), ids, sizeOf).toSorted((a, b) => a.bounds[axis] - b.bounds[axis])
    const around = boundsAround(boxes.map(({ bounds }) => bounds))
    if (!around || boxes.length < 3) return
    const filled = boxes.reduce((sum, { bounds }) => sum + bounds[axis + 2]!, 0)
    const gap = (around[axis + 2]! - filled) / (boxes.length - 1)
    let next: number = around[axis]
    const starts = boxes.map(({ bounds }) => {
      const start = next
      next += bounds[axis + 2]! + gap
      return start
    })
    move(boxes, ({ bounds: [x, y] }, index) => (axis === 0 ? [starts[index]!, y] : [x, starts[index]!]))(draft)
  }

/** Moves nodes to the nearest point of a grid. */
export const snapNodes =
  (ids: readonly NodeId[], grid = 10): Change =>
  draft => {
    const snapped = (part: number) => Math.round(part / grid) * grid
    moveNodes(
      pick(peek(draft.nodes), ids).map(({ id, pos }) => {
        const [x, y] = pointOf(pos)
        return [id, [snapped(x), snapped(y)]]
      }),
    )(draft)
  }

const columnGap = 60
const rowGap = 40

/**
 * Places nodes in columns, left to right along their wires, starting at their upper left corner. Within a column, nodes are
 * sorted by the mean height of the nodes they read, which gives short wires.
 *
 * @param ids  all nodes if omitted
 */
export const arrangeNodes =
  (sizeOf: SizeOf, ids?: readonly NodeId[]): Change =>
  draft => {
    const graph = seen(draft)
    const boxes = boxesOf(graph.nodes, ids ?? graph.nodes.map(({ id }) => id), sizeOf)
    const around = boundsAround(boxes.map(({ bounds }) => bounds))
    if (!around) return
    const sources = new Map(boxes.map(({ node }) => [String(node.id), [] as string[]]))
    for (const { from, to } of linksOf(graph).values()) if (sources.has(from)) sources.get(to)?.push(from)
    const places = inColumns(boxes, sources, [around[0], around[1]])
    move(boxes, ({ node }) => places.get(String(node.id))!)(draft)
  }

/** The upper left corner of each node's bounds. */
function inColumns(boxes: readonly Boxed[], sources: ReadonlyMap<string, readonly string[]>, [left, top]: Point) {
  const columns = columnsOf(sources)
  const places = new Map<string, Point>()
  const byColumn = Map.groupBy(boxes, ({ node }) => columns.get(String(node.id))!)
  const heightOfSources = ({ node }: Boxed): number => {
    const heights = sources.get(String(node.id))!.flatMap(id => places.get(id)?.[1] ?? [])
    return heights.length > 0 ? heights.reduce((sum, y) => sum + y, 0) / heights.length : pointOf(node.pos)[1]
  }
  let x = left
  for (const [, column] of [...byColumn].toSorted(([a], [b]) => a - b)) {
    let y = top
    const wanted = new Map(column.map(box => [box, heightOfSources(box)]))
    for (const box of column.toSorted((a, b) => wanted.get(a)! - wanted.get(b)!)) {
      places.set(String(box.node.id), [x, y])
      y += box.bounds[3] + rowGap
    }
    x += column.reduce((widest, { bounds }) => Math.max(widest, bounds[2]), 0) + columnGap
  }
  return places
}

/** @param corner  the new upper left corner of the node's bounds */
const move = (boxes: readonly Boxed[], corner: (box: Boxed, index: number) => Point): Change =>
  moveNodes(
    boxes.map((box, index) => {
      const [x, y] = corner(box, index)
      return [box.node.id, [x, y + titleHeight]]
    }),
  )

const boxesOf = (nodes: readonly WorkflowNode[], ids: readonly NodeId[], sizeOf: SizeOf): Boxed[] =>
  pick(nodes, ids).map(node => ({ node, bounds: nodeBounds(node, sizeOf) }))

/** The named nodes that may move. */
function pick(nodes: readonly WorkflowNode[], ids: readonly NodeId[]): WorkflowNode[] {
  const wanted = new Set(ids.map(String))
  return nodes.filter(node => wanted.has(String(node.id)) && !isPinned(node))
}
