import type { NodeSpec } from '../../../graph/node.ts'
import { widgetsIn } from '../../../graph/port-types.ts'
import { pointOf, type WorkflowNode } from '../../../graph/workflow.ts'
import type { Point, Rect } from '../../studio/canvas-view.ts'
import { minWidth, socketHeight, titleHeight, widgetGap, widgetHeight, widgetMargin } from '../geometry.ts'
import { outputsOf, type SocketPlace, socketsOf, type Unplaced } from './card-sockets.ts'
import { defaultWidth, placeWidgets, rowsHeight, type WidgetPlace } from './widget-rows.ts'

/** Where everything on a node's card is, relative to the top left corner of its body. */
export interface CardLayout {
  readonly size: Point
  readonly collapsed: boolean
  readonly inputs: readonly SocketPlace[]
  readonly outputs: readonly SocketPlace[]
  readonly widgets: readonly WidgetPlace[]
  /** Where the node shows its pictures. */
  readonly picture: Rect | null
  /** The smallest size that the card can have. */
  readonly smallest: Point
}

const pictureHeight = 220
/** Below the last row; litegraph's. */
const foot = 2

/**
 * @param spec      undefined for a type that is not installed
 * @param pictures  `expected`: its pictures will come, and are given a place only if the card has room for one
 */
export function layoutCard(
  node: WorkflowNode,
  spec: NodeSpec | undefined,
  pictures: 'shown' | 'expected' | 'none',
): CardLayout {
  if (node.type === 'Reroute') return layoutReroute(node)
  const collapsed = node.flags?.collapsed === true
  const [sockets, outputs, widgets] = [socketsOf(node, spec), outputsOf(node, spec), widgetsIn(spec)]
  const plain = sockets.filter(({ widget }) => widget === null)
  const top = Math.max(plain.length, outputs.length) * socketHeight + widgetGap

  const fixed = top + rowsHeight(widgets)
  const given = pointOf(node.size)
  const hasPicture = pictures === 'shown' || (pictures === 'expected' && given[1] - fixed > 60)
  const smallest: Point = [minWidth, fixed + (hasPicture ? 100 : 0) + foot]
  const width = Math.max(given[0] || defaultWidth(widgets), minWidth)
  const height = Math.max(given[1], fixed + (hasPicture && given[1] < smallest[1] ? pictureHeight : 0) + foot)

  const wired = new Set(sockets.filter(({ link }) => link !== null).map(({ widget }) => widget))
  const placed = placeWidgets(widgets, { top, width, spare: hasPicture ? 0 : height - fixed - foot, wired })
  const last = placed.at(-1)?.rect
  const bottom = last ? last[1] + last[3] : top
  return {
    size: [width, Math.max(height, bottom + foot)],
    collapsed,
    inputs: sockets.map(socket => ({ ...socket, at: collapsed ? [0, -15] : inputAt(socket, plain, placed) })),
    outputs: outputs.map((output, i) => ({
      ...output,
      at: collapsed ? [collapsedWidth(node), -15] : [width, (i + 0.7) * socketHeight],
    })),
    widgets: collapsed ? [] : placed,
    picture: hasPicture && !collapsed ? pictureBelow(bottom, width, height) : null,
    smallest,
  }
}

const pictureBelow = (bottom: number, width: number, height: number): Rect => [
  widgetMargin,
  bottom + widgetGap,
  width - 2 * widgetMargin,
  Math.max(40, height - bottom - widgetGap - widgetMargin),
]

/** The socket of a widget is in the widget's row, any other one below the inputs before it. */
function inputAt(socket: Unplaced, plain: readonly Unplaced[], widgets: readonly WidgetPlace[]): Point {
  const row = widgets.find(({ name, row }) => name === socket.widget && row.part === 'value')
  if (row) return [0, row.rect[1] + Math.min(row.rect[3], widgetHeight) / 2]
  return [0, (plain.indexOf(socket) + 0.7) * socketHeight]
}

/** A reroute is a dot in a wire, as ComfyUI draws it. */
function layoutReroute(node: WorkflowNode): CardLayout {
  const link = node.inputs?.[0]?.link
  const type = String(node.outputs?.[0]?.type ?? '*')
  const socket = { label: '', type, optional: false, widget: null }
  const size: Point = [Math.max(pointOf(node.size)[0], 75), 26]
  return {
    size,
    collapsed: false,
    inputs: [{ ...socket, name: '', link: link == null ? null : String(link), at: [0, size[1] / 2] }],
    outputs: [{ ...socket, name: type, link: null, at: [size[0], size[1] / 2] }],
    widgets: [],
    picture: null,
    smallest: size,
  }
}

/** A collapsed card is as wide as its title needs. */
export const collapsedWidth = (node: WorkflowNode): number =>
  Math.max(80, Math.min(240, 44 + (node.title ?? node.type).length * 7.5))

/** With the title, which is above the body. */
export const boundsOf = (pos: Point, layout: CardLayout, node: WorkflowNode): Rect =>
  layout.collapsed
    ? [pos[0], pos[1] - titleHeight, collapsedWidth(node), titleHeight]
    : node.type === 'Reroute'
      ? [pos[0], pos[1], layout.size[0], layout.size[1]]
      : [pos[0], pos[1] - titleHeight, layout.size[0], layout.size[1] + titleHeight]
