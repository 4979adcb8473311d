import type { Draft } from 'immer'
import { type NodeId, nodeOf, type Point, peek } from '../edit/change.ts'
import { nodeSize } from '../import/layout.ts'
import type { NodeSpec } from '../node.ts'
import { pointOf, type Workflow } from '../workflow.ts'

const titleHeight = 30
const gap = 30

/** The nearest free place below a node for a new one, as wide as its column. */
export function roomBelow(draft: Draft<Workflow>, id: NodeId, spec: NodeSpec): Point {
  const node = nodeOf(draft, id)
  const [x, top] = pointOf(node.pos)
  const [width, height] = nodeSize(spec)
  const boxes = peek(draft.nodes).map(each => {
    const [left, y] = pointOf(each.pos)
    const [w, h] = pointOf(each.size)
    return { left, right: left + w, top: y - titleHeight, bottom: y + h }
  })
  let y = top + pointOf(node.size)[1] + gap + titleHeight
  for (;;) {
    const inTheWay = boxes.find(
      box => box.left < x + width && box.right > x && box.top < y + height && box.bottom > y - titleHeight,
    )
    if (!inTheWay) return [x, y]
    y = inTheWay.bottom + gap + titleHeight
  }
}
