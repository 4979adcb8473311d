import { ancestorsOf } from '../../graph/planning/ancestors.ts'
import type { CanvasView, Point, Rect } from '../studio/canvas-view.ts'
import { coversCanvas } from '../studio/layout.ts'
import type { RunView } from '../studio/run-view.ts'
import { emptySelection } from '../studio/selection.ts'
import type { Studio } from '../studio/studio.ts'
import type { CanvasStore } from './canvas-state.ts'
import type { CardState } from './cards/card-brush.ts'
import type { CardNode } from './cards/card-node.ts'
import { readLook } from './cards/look.ts'
import { createPictures } from './cards/pictures.ts'
import { around } from './geometry.ts'
import type { Hands, Pointing } from './gestures/gesture.ts'
import { listenToPointer } from './gestures/pointer.ts'
import { hit } from './hit.ts'
import { neighbour } from './navigate.ts'
import { View } from './view.ts'
import { ViewGraph } from './view-graph.ts'

/** A running canvas. */
export interface Mounted {
  readonly view: View
  readonly graph: ViewGraph
  unmount(): void
}

const nothing: CardState = {
  selected: false,
  hovered: false,
  progress: undefined,
  isUnfinished: false,
  error: null,
  editing: null,
  target: null,
  refusing: false,
}

/** Brings a canvas element to life: it shows the active document, and gestures on it change that document. */
export function mountCanvas(canvas: HTMLCanvasElement, studio: Studio, state: CanvasStore): Mounted {
  const { documents, runs, settings, layout } = studio
  const pointing: Pointing = { hovered: null, target: null, refusing: new Set() }
  const graph = new ViewGraph(studio.specs)
  const run = (): RunView | undefined => runs.store.getState().views[documents.store.getState().active ?? '']
  const pictures = createPictures(() => repaint())
  const view = new View(canvas, graph, readLook(), {
    stateOf: card => (card ? stateOf(card) : nothing),
    picture: card => pictures.of(card, unfinishedOn(card)),
  })

  /** What a card shows of a picture that is not finished: the sampler's guess, on the sampler and where it will arrive. */
  function unfinishedOn(card: CardNode): string | null {
    const view = run()
    if (!view?.unfinished) return null
    const { node, url } = view.unfinished
    if (node === card.id) return url
    const arrives = card.spec?.isOutput && view.nodes[card.id]?.state !== 'done' && documents.active()
    return arrives && ancestorsOf(arrives.read().present, card.id).has(node) ? url : null
  }

  let frame = 0
  /** What a dialog covers is painted when it closes: what happens in it needs the time. */
  const isCovered = () => coversCanvas(layout.store.getState())
  const repaint = () => {
    if (!isCovered()) frame ||= requestAnimationFrame(paint)
  }
  function paint(): void {
    frame = 0
    const active = documents.active()
    const { pictures: all } = runs.store.getState()
    const isOther = active !== undefined && graph.show(active.read().present, all[active.id] ?? noPictures, view.look)
    view.paint()
    if (isOther) state.setState(({ drawn }) => ({ drawn: drawn + 1 }))
    publish()
  }
  /** Tells what lies over the canvas where the graph is now. */
  function publish(): void {
    const { offset, scale } = view.ds
    const now = state.getState()
    if (now.scale === scale && now.offset[0] === offset[0] && now.offset[1] === offset[1]) return
    state.setState({ offset: [offset[0]!, offset[1]!], scale })
    const active = documents.store.getState().active
    if (active !== null) views.set(active, { offset: [offset[0]!, offset[1]!], scale })
  }
  function stateOf(card: CardNode): CardState {
    const active = documents.active()
    const progress = run()?.nodes[card.id]
    const { floating } = state.getState()
    const error = run()?.errors.find(({ node }) => node === card.id)
    return {
      selected: (active?.read().selection ?? emptySelection).nodes.has(card.id),
      hovered: pointing.hovered === card.id,
      progress,
      isUnfinished: run()?.unfinished?.node === card.id,
      error: error?.message ?? null,
      editing: floating?.kind === 'widget' && floating.node === card.id ? floating.widget : null,
      target: pointing.target?.node === card.id ? pointing.target : null,
      refusing: pointing.refusing.has(card.id),
    }
  }

  /** Each document is looked at from its own place. */
  const views = new Map<string, { readonly offset: Point; readonly scale: number }>()
  let shown: string | undefined
  const follow = () => {
    const document = documents.active()
    if (document?.id !== shown) {
      shown = document?.id
      state.setState({ floating: null })
      const pictures = runs.store.getState().pictures[shown ?? ''] ?? noPictures
      if (document) graph.show(document.read().present, pictures, view.look)
      const before = views.get(shown ?? '')
      if (before) {
        view.ds.offset.set(before.offset)
        view.ds.scale = before.scale
      } else fitView()
    }
    repaint()
  }
  function fitView(nodes?: Iterable<string>): void {
    const cards = nodes ? [...nodes].flatMap(id => graph.cards.get(id) ?? []) : [...graph.cards.values()]
    const box: Rect = around(cards.map(({ bounds }) => bounds)) ?? [0, 0, 800, 600]
    view.fitTo(box)
    repaint()
  }

  const hands: Hands = { studio, view, graph, state, pointing, repaint }
  const resize = () => {
    const { clientWidth: w, clientHeight: h } = canvas
    view.resizeTo(w, h, window.devicePixelRatio)
    state.setState({ size: [w, h] })
    if (frame) cancelAnimationFrame(frame)
    // At once: a canvas that was resized is empty until it is painted.
    paint()
  }
  const relook = () => {
    view.look = readLook()
    view.setLinkStyle(settings.getState().linkStyle)
    repaint()
  }
  const themes = new MutationObserver(relook)
  themes.observe(document.documentElement, { attributeFilter: ['data-theme'] })
  const sizes = new ResizeObserver(resize)
  sizes.observe(canvas)
  const ends = [
    documents.store.subscribe(follow),
    runs.store.subscribe(repaint),
    settings.subscribe(relook),
    layout.store.subscribe((now, before) => now.overlay !== before.overlay && repaint()),
    state.subscribe((now, before) => now.floating !== before.floating && repaint()),
    listenToPointer(canvas, hands),
  ]
  void document.fonts.ready.then(repaint)
  relook()
  resize()
  follow()
  studio.canvas.current = canvasView(hands, fitView, paint)

  return {
    view,
    graph,
    unmount() {
      for (const end of ends) end()
      themes.disconnect()
      sizes.disconnect()
      cancelAnimationFrame(frame)
      studio.canvas.current = null
    },
  }
}

const noPictures = {}

function canvasView(
  { view, graph, state, repaint, studio }: Hands,
  fit: CanvasView['fit'],
  paint: () => void,
): CanvasView {
  const { canvas } = view
  let pointer: Point | null = null
  canvas.addEventListener('pointermove', ({ offsetX, offsetY }) => {
    pointer = [offsetX, offsetY]
  })
  canvas.addEventListener('pointerleave', () => {
    pointer = null
  })
  const middle = (): Point => [view.cssSize[0] / 2, view.cssSize[1] / 2]
  const show = (floating: NonNullable<ReturnType<typeof state.getState>['floating']>) => state.setState({ floating })
  return {
    centre: () => view.toGraph(middle()),
    pointer: () => view.toGraph(pointer ?? middle()),
    fromWindow([x, y]) {
      const box = canvas.getBoundingClientRect()
      const isInside = x >= box.left && x < box.right && y >= box.top && y < box.bottom
      return isInside ? view.toGraph([x - box.left, y - box.top]) : null
    },
    nodeAt(at) {
      const found = hit(view, graph, at)
      return 'card' in found ? found.card.id : null
    },
    sizeOf(id) {
      const card = graph.cards.get(id)
      return card ? [card.bounds[2], card.layout.collapsed ? 0 : card.layout.size[1]] : [200, 100]
    },
    fit,
    reveal(id) {
      const card = graph.cards.get(id)
      if (card) view.centreOn(card.bounds)
      repaint()
    },
    keepInView(id) {
      // A node that was added a moment ago has no card yet.
      if (!graph.cards.has(id)) paint()
      const card = graph.cards.get(id)
      if (card) view.keepInView(card.bounds)
      repaint()
    },
    neighbour: (node, direction) => neighbour(graph.cards.values(), node, direction),
    zoom(factor) {
      view.zoomTo(view.ds.scale * factor, middle())
      repaint()
    },
    resetZoom() {
      view.zoomTo(1, middle())
      repaint()
    },
    focus: () => canvas.focus(),
    search: (at, from) => studio.documents.active() && show({ kind: 'search', at, from: from ?? null }),
    edit: (node, widget) => show({ kind: 'widget', node, widget, part: 'value' }),
  }
}
