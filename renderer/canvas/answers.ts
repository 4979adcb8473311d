import type { CanvasView, Point, Rect } from '../studio/canvas-view.ts'
import { centred, firstLook, fitted, keepingClear, readableScale, zoomed } from './camera.ts'
import { type Canvas, sceneOf } from './canvas.ts'
import type { Floating } from './canvas-state.ts'
import type { CardNode } from './cards/card-node.ts'
import { around, middleOf } from './geometry.ts'
import { hit } from './hit.ts'
import type { Painter } from './painter.ts'

/** What commands and panels may ask of the canvas. */
export function answersOf(canvas: Canvas, { paint, repaint }: Painter): CanvasView {
  const { view, graph, state, studio } = canvas
  const middle = (): Point => [view.cssSize[0] / 2, view.cssSize[1] / 2]
  const open = (floating: Floating) => state.setState({ floating })
  const zoom = (scale: number) => {
    view.camera = zoomed(view.camera, scale, middle())
    repaint()
  }
  return {
    centre: () => view.toGraph(middle()),
    pointer: () => view.toGraph(canvas.pointer().at ?? middle()),
    fromWindow([x, y]) {
      const box = view.canvas.getBoundingClientRect()
      const isInside = x >= box.left && x < box.right && y >= box.top && y < box.bottom
      return isInside ? view.toGraph([x - box.left, y - box.top]) : null
    },
    nodeAt(at) {
      const scene = sceneOf(canvas)
      const found = scene && hit(scene, at)
      return found && 'card' in found ? found.card.id : null
    },
    sizeOf(id) {
      const card = graph.cards.get(id)
      return card ? [card.bounds[2], card.layout.collapsed ? 0 : card.layout.size[1]] : [200, 100]
    },
    fit(nodes) {
      fitNodes(canvas, nodes)
      repaint()
    },
    showResult() {
      const card = resultIn(graph.cards.values())
      if (card) view.camera = fitted(card.bounds, view.cssSize, 2)
      repaint()
    },
    reveal(id) {
      const card = graph.cards.get(id)
      if (card) view.camera = centred(view.camera, middleOf(card.bounds), view.cssSize)
      repaint()
    },
    keepInView(...ids) {
      // Nodes that were added a moment ago have no cards yet.
      if (!ids.every(id => graph.cards.has(id))) paint()
      const box = around(ids.flatMap(id => graph.cards.get(id) ?? []).map(({ bounds }) => bounds))
      if (box) view.camera = keepingClear(view.camera, box, view.cssSize, coversOf(view.canvas))
      repaint()
    },
    neighbour: (node, direction) => neighbour(graph.cards.values(), node, direction),
    zoom: factor => zoom(view.ds.scale * factor),
    resetZoom: () => zoom(1),
    focus: () => view.canvas.focus(),
    enter() {
      const first = view.canvas.parentElement?.querySelector<HTMLElement>('[data-row]')
      first?.focus()
      return first != null
    },
    search: (at, from) => studio.documents.active() && open({ kind: 'search', at, from: from ?? null }),
    edit: (node, widget) => open({ kind: 'widget', node, widget, part: 'value' }),
  }
}

/** What lies over the canvas, in its CSS pixels. */
function coversOf(canvas: HTMLCanvasElement): readonly Rect[] {
  const { left, top } = canvas.getBoundingClientRect()
  return [...canvas.ownerDocument.querySelectorAll('[data-over-canvas]')].map(element => {
    const box = element.getBoundingClientRect()
    return [box.left - left, box.top - top, box.width, box.height]
  })
}

/** Shows these nodes, or all, as large as fits. */
function fitNodes({ view, graph }: Canvas, nodes: Iterable<string> = graph.cards.keys()): void {
  const cards = [...nodes].flatMap(id => graph.cards.get(id) ?? [])
  const box = around(cards.map(({ bounds }) => bounds)) ?? [0, 0, 800, 600]
  view.camera = fitted(box, view.cssSize)
}

/** Shows all nodes if their texts can be read then, else the part where the result is. */
export function showFirst(canvas: Canvas): void {
  const { view, graph } = canvas
  const cards = [...graph.cards.values()]
  const nodes = cards.map(({ bounds }) => bounds)
  const all = around(nodes) ?? [0, 0, 800, 600]
  const focus = resultIn(cards)?.bounds ?? all
  const look = firstLook(all, focus, view.cssSize)
  // Where only a part is shown, the titles of groups above the nodes are shown with it.
  const [, top, , height] = around([...nodes, ...(sceneOf(canvas)?.groups ?? [])]) ?? all
  view.camera = look.scale > readableScale ? look : firstLook([all[0], top, all[2], height], focus, view.cssSize)
}

/** The card that shows what the workflow makes: of its outputs one with a picture, of these the one furthest right. */
function resultIn<T extends Pick<CardNode, 'bounds' | 'spec' | 'pictures'>>(cards: Iterable<T>): T | undefined {
  const outputs = [...cards].filter(({ spec }) => spec?.isOutput)
  const drawn = outputs.filter(({ pictures }) => pictures.length > 0)
  return (drawn.length > 0 ? drawn : outputs).toSorted((a, b) => b.bounds[0] - a.bounds[0])[0]
}

type Direction = 'left' | 'right' | 'up' | 'down'

interface Placed {
  readonly id: string
  readonly bounds: Rect
}

/**
 * The next node in a direction: the one whose middle is nearest, where sideways distance counts double.
 *
 * @param from  null: the first node in reading order
 */
export function neighbour(cards: Iterable<Placed>, from: string | null, direction: Direction): string | null {
  const all = [...cards]
  const here = all.find(({ id }) => id === from)
  if (!here) return all.toSorted((a, b) => a.bounds[0] - b.bounds[0] || a.bounds[1] - b.bounds[1])[0]?.id ?? null
  const [x, y] = middleOf(here.bounds)
  let best: { readonly id: string; readonly cost: number } | null = null
  for (const { id, bounds } of all) {
    const [ox, oy] = middleOf(bounds)
    const [ahead, aside] = along(direction, [ox - x, oy - y])
    if (id === from || ahead <= 1) continue
    const cost = ahead + 2 * Math.abs(aside)
    if (!best || cost < best.cost) best = { id, cost }
  }
  return best?.id ?? null
}

/** Distance ahead and sideways. */
function along(direction: Direction, [dx, dy]: Point): Point {
  if (direction === 'left') return [-dx, dy]
  if (direction === 'right') return [dx, dy]
  return direction === 'up' ? [-dy, dx] : [dy, dx]
}
