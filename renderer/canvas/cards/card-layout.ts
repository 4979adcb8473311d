import type { NodeSpec, Port, Widget } from '../../../graph/node.ts'
import { isWidget, wireType } from '../../../graph/port-types.ts'
import { pointOf, type WorkflowNode } from '../../../graph/workflow.ts'
import type { Point, Rect } from '../../studio/canvas-view.ts'
import { minWidth, socketHeight, titleHeight, widgetGap, widgetHeight, widgetMargin } from '../geometry.ts'

/** Where everything on a node's card lies, relative to the top left corner of its body. Pure: no canvas, no browser. */
export interface CardLayout {
  readonly size: Point
  readonly collapsed: boolean
  readonly inputs: readonly SocketPlace[]
  readonly outputs: readonly SocketPlace[]
  readonly widgets: readonly WidgetPlace[]
  /** Where the node shows its pictures. */
  readonly picture: Rect | null
  /** The smallest size a person may give it. */
  readonly smallest: Point
}

export interface SocketPlace {
  readonly name: string
  readonly label: string
  readonly type: string
  readonly at: Point
  readonly optional: boolean
  /** The widget in whose row it lies. */
  readonly widget: string | null
  readonly link: string | null
}

export interface WidgetPlace {
  readonly name: string
  readonly port: Widget
  /** `control`: what becomes of a seed after a run; `upload`, `draw`: the button below a file, below a drawing. */
  readonly part: 'value' | 'control' | 'upload' | 'draw'
  readonly rect: Rect
  /** A wire gives the value. */
  readonly wired: boolean
}

const textHeight = 60
const drawingHeight = 150
const pictureHeight = 220
/** Below the last row; litegraph's. */
const foot = 2

/**
 * @param spec      undefined where the program has no such node
 * @param pictures  does it show any? `expected`: only where there is room for them already
 */
export function layoutCard(
  node: WorkflowNode,
  spec: NodeSpec | undefined,
  pictures: 'shown' | 'expected' | 'none',
): CardLayout {
  const collapsed = node.flags?.collapsed === true
  if (node.type === 'Reroute') return layoutReroute(node)
  const sockets = socketsOf(node, spec)
  const outputs = outputsOf(node, spec)
  const widgets = spec ? Object.entries(spec.inputs).filter(isWidgetEntry) : []
  const wired = new Set(sockets.filter(({ widget, link }) => widget !== null && link !== null).map(s => s.widget))
  const rows = Math.max(sockets.filter(({ widget }) => widget === null).length, outputs.length)
  const top = rows * socketHeight + widgetGap

  const fixed = widgets.reduce((sum, [, port]) => sum + heightOf(port), 0)
  const given = pointOf(node.size)
  const hasPicture = pictures === 'shown' || (pictures === 'expected' && given[1] - top - fixed > 60)
  const smallest: Point = [minWidth, top + fixed + (hasPicture ? 100 : 0) + foot]
  const width = Math.max(given[0] || defaultWidth(widgets), minWidth)
  const height = Math.max(given[1], top + fixed + (hasPicture && given[1] < smallest[1] ? pictureHeight : 0) + foot)

  const placed = placeWidgets(widgets, { top, width, spare: hasPicture ? 0 : height - top - fixed - foot, wired })
  const bottom = placed.at(-1) ? bottomOf(placed.at(-1)!) : top
  const picture: Rect | null = hasPicture
    ? [
        widgetMargin,
        bottom + widgetGap,
        width - 2 * widgetMargin,
        Math.max(40, height - bottom - widgetGap - widgetMargin),
      ]
    : null
  const plain = sockets.filter(({ widget }) => widget === null)
  return {
    size: [width, Math.max(height, bottom + foot)],
    collapsed,
    inputs: sockets.map(socket => ({ ...socket, at: collapsed ? [0, -15] : inputAt(socket, plain, placed) })),
    outputs: outputs.map((output, i) => ({
      ...output,
      at: collapsed ? [collapsedWidth(node), -15] : [width, (i + 0.7) * socketHeight],
    })),
    widgets: collapsed ? [] : placed,
    picture: collapsed ? null : picture,
    smallest,
  }
}

type Unplaced = Omit<SocketPlace, 'at'>

/** The inputs a document lists, then those of the definition that it does not. */
function socketsOf(node: WorkflowNode, spec: NodeSpec | undefined): Unplaced[] {
  const listed = (node.inputs ?? []).flatMap((input): Unplaced[] => {
    const port = spec?.inputs[input.name]
    const widget = input.widget || (port && isWidget(port)) ? (input.widget?.name ?? input.name) : null
    // A widget that the definition does not have is no row to lie in.
    const row = widget !== null && spec?.inputs[widget] ? widget : null
    return [
      {
        name: input.name,
        label: labelOf(input) ?? input.name,
        type: port ? wireType(port) : typeof input.type === 'string' ? input.type : '*',
        optional: port?.optional === true,
        widget: row,
        link: input.link === null || input.link === undefined ? null : String(input.link),
      },
    ]
  })
  const names = new Set(listed.map(({ name }) => name))
  const missing = Object.entries(spec?.inputs ?? {}).filter(([name, port]) => !names.has(name) && !isWidget(port))
  return [
    ...listed,
    ...missing.map(
      ([name, port]): Unplaced => ({
        name,
        label: name,
        type: wireType(port),
        optional: port.optional === true,
        widget: null,
        link: null,
      }),
    ),
  ]
}

function outputsOf(node: WorkflowNode, spec: NodeSpec | undefined): Unplaced[] {
  const listed = node.outputs ?? Object.entries(spec?.outputs ?? {}).map(([name, { type }]) => ({ name, type }))
  const names = Object.keys(spec?.outputs ?? {})
  return listed.map((output, i) => {
    const name = output.name ?? names[i] ?? String(i)
    return {
      name,
      label: labelOf(output) ?? name,
      type: typeof output.type === 'string' ? output.type : '*',
      optional: false,
      widget: null,
      link: null,
    }
  })
}

/** What a person renamed a socket to. */
const labelOf = (slot: object): string | undefined => {
  const label: unknown = 'label' in slot ? slot.label : undefined
  return typeof label === 'string' && label !== '' ? label : undefined
}

function placeWidgets(
  widgets: readonly (readonly [string, Widget])[],
  { top, width, spare, wired }: { top: number; width: number; spare: number; wired: ReadonlySet<string | null> },
): WidgetPlace[] {
  const elastic = widgets.filter(([, port]) => isElastic(port)).length
  const stretch = elastic > 0 ? Math.max(0, spare) / elastic : 0
  const placed: WidgetPlace[] = []
  let y = top
  const place = (name: string, port: Widget, part: WidgetPlace['part'], height: number) => {
    const rect: Rect = [widgetMargin, y, width - 2 * widgetMargin, height]
    placed.push({ name, port, part, rect, wired: wired.has(name) })
    y += height + widgetGap
  }
  for (const [name, port] of widgets) {
    place(name, port, 'value', rowHeight(port) + (isElastic(port) ? stretch : 0))
    if (port.kind === 'seed') place(name, port, 'control', widgetHeight)
    if (port.kind === 'file' && port.upload) place(name, port, 'upload', widgetHeight)
    if (port.kind === 'drawing') place(name, port, 'draw', widgetHeight)
  }
  return placed
}

function inputAt(socket: Unplaced, plain: readonly Unplaced[], widgets: readonly WidgetPlace[]): Point {
  const row = widgets.find(({ name, part }) => name === socket.widget && part === 'value')
  if (row) return [0, row.rect[1] + Math.min(row.rect[3], widgetHeight) / 2]
  return [0, (plain.indexOf(socket) + 0.7) * socketHeight]
}

/** A dot in a wire, as ComfyUI draws it. */
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

/** A collapsed card is its title: as wide as that needs. */
export const collapsedWidth = (node: WorkflowNode): number =>
  Math.max(80, Math.min(240, 44 + (node.title ?? node.type).length * 7.5))

/** The title, which lies above the body, is part of what is seen. */
export const boundsOf = (pos: Point, layout: CardLayout, node: WorkflowNode): Rect =>
  layout.collapsed
    ? [pos[0], pos[1] - titleHeight, collapsedWidth(node), titleHeight]
    : node.type === 'Reroute'
      ? [pos[0], pos[1], layout.size[0], layout.size[1]]
      : [pos[0], pos[1] - titleHeight, layout.size[0], layout.size[1] + titleHeight]

const isWidgetEntry = (entry: readonly [string, Port]): entry is [string, Widget] => isWidget(entry[1])
export const isMultiline = (port: Port): boolean => port.kind === 'text' && port.multiline
const bottomOf = ({ rect }: WidgetPlace): number => rect[1] + rect[3]

/** What takes the room that a card has to spare. */
const isElastic = (port: Port): boolean => isMultiline(port) || port.kind === 'drawing'

const rowHeight = (port: Widget): number =>
  isMultiline(port) ? textHeight : port.kind === 'drawing' ? drawingHeight : widgetHeight

const hasSecondRow = (port: Widget): boolean =>
  port.kind === 'seed' || port.kind === 'drawing' || (port.kind === 'file' && port.upload === true)

/** With the gaps below. */
const heightOf = (port: Widget): number =>
  rowHeight(port) + widgetGap + (hasSecondRow(port) ? widgetHeight + widgetGap : 0)

const defaultWidth = (widgets: readonly (readonly [string, Widget])[]): number =>
  widgets.some(([, port]) => isMultiline(port)) ? 400 : widgets.some(([, port]) => port.kind === 'file') ? 315 : 270
