import type { DocumentHandle } from '../studio/document-handle.ts'
import type { Studio } from '../studio/studio.ts'
import { answersOf, showFirst } from './answers.ts'
import { type Camera, toGraph } from './camera.ts'
import { type Canvas, sceneOf, showDocument } from './canvas.ts'
import type { CanvasStore } from './canvas-state.ts'
import type { CardNode } from './cards/card-node.ts'
import { readLook } from './cards/look.ts'
import type { Effect } from './gestures/gesture.ts'
import { listenToPointer } from './gestures/listen-to-pointer.ts'
import { perform } from './gestures/perform.ts'
import { type CanvasEvent, type PointerState, pointerAtRest, pointerStep, shownIn } from './gestures/pointer-step.ts'
import { createPainter, type Painter } from './painter.ts'
import type { Scene } from './scene.ts'
import { View } from './view.ts'
import { ViewGraph } from './view-graph.ts'
import { wireAt } from './wire-at.ts'

/** A running canvas. */
export interface Mounted {
  readonly view: View
  readonly graph: ViewGraph
  /** Does what a click would do. */
  act(effects: readonly Effect[]): void
  repaint(): void
  unmount(): void
}

/** Brings a canvas element to life: it shows the document in front, and gestures on it change that document. */
export function mountCanvas(element: HTMLCanvasElement, studio: Studio, state: CanvasStore): Mounted {
  const graph = new ViewGraph(studio.specs)
  const view = new View(element, graph, readLook())
  let pointer = pointerAtRest
  const canvas: Canvas = { studio, view, graph, state, pointer: () => pointer }
  const painter = createPainter(canvas)
  const follow = followDocuments(canvas)

  const tell = (event: CanvasEvent): boolean => {
    const scene = sceneOf(canvas)
    if (!scene) return false
    const before = pointer
    const { state: next, effects } = pointerStep(before, event, scene)
    pointer = next
    for (const effect of effects) perform(effect, canvas)
    element.style.cursor = next.cursor
    const { doubted, ...known } = state.getState()
    const title = next.hovered === null ? doubtAt(scene, next, doubted) : longTitle(graph.cards.get(next.hovered))
    if (title !== element.title) element.title = title
    const { refusal, trial } = shownIn(next)
    if (refusal !== known.refusal || trial !== known.trial) state.setState({ refusal, trial })
    if (effects.length > 0 || next.gesture !== before.gesture || next.hovered !== before.hovered) painter.repaint()
    return before.gesture !== null
  }

  const ends = [listenToPointer(element, tell), ...watch(element, canvas, painter, follow)]
  studio.canvas.current = answersOf(canvas, painter)
  return {
    view,
    graph,
    act(effects) {
      for (const effect of effects) perform(effect, canvas)
      painter.repaint()
    },
    repaint: painter.repaint,
    unmount() {
      for (const end of ends) end()
      painter.stop()
      studio.canvas.current = null
    },
  }
}

/** A title that its card may have cut, for the tooltip; nothing for one that fits in any font. */
const longTitle = (card: CardNode | undefined): string =>
  card && card.title.length * 8 > card.bounds[2] - 90 ? card.title : ''

/** Why the wire under the pointer joins what does not work together; nothing for one that does not. */
function doubtAt(scene: Scene, { at, gesture }: PointerState, doubted: ReadonlyMap<string, string>): string {
  if (doubted.size === 0 || at === null || gesture !== null) return ''
  return doubted.get(wireAt(scene, toGraph(scene.camera, at), doubted) ?? '') ?? ''
}

/** Paints again whenever something that is shown may have changed. */
function watch(element: HTMLCanvasElement, canvas: Canvas, painter: Painter, follow: () => void): (() => void)[] {
  const { studio, view, state } = canvas
  const { repaint } = painter
  const relook = () => {
    view.look = readLook()
    view.setLinkStyle(studio.settings.getState().linkStyle)
    repaint()
  }
  const resize = () => {
    const { clientWidth: w, clientHeight: h } = element
    view.resizeTo(w, h, window.devicePixelRatio)
    state.setState({ size: [w, h] })
    // At once, because a canvas that was resized is empty until it is painted.
    painter.paint()
  }
  const show = () => {
    follow()
    repaint()
  }
  const themes = new MutationObserver(relook)
  themes.observe(document.documentElement, { attributeFilter: ['data-theme'] })
  const forced = matchMedia('(forced-colors: active)')
  forced.addEventListener('change', relook)
  const sizes = new ResizeObserver(resize)
  sizes.observe(element)
  void document.fonts.ready.then(repaint)
  relook()
  resize()
  show()
  return [
    () => themes.disconnect(),
    () => forced.removeEventListener('change', relook),
    () => sizes.disconnect(),
    studio.documents.store.subscribe(show),
    studio.runs.store.subscribe(repaint),
    studio.settings.subscribe(relook),
    studio.layout.store.subscribe((now, before) => now.overlay !== before.overlay && repaint()),
    state.subscribe(
      (now, before) =>
        (now.floating !== before.floating || now.doubt !== before.doubt || now.doubted !== before.doubted) && repaint(),
    ),
  ]
}

/**
 * Shows the document in front with the view it had last; at first its result, and as much else as can be read.
 *
 * @returns a function that follows the store of documents
 */
function followDocuments(canvas: Canvas): () => void {
  const { studio, view, state } = canvas
  const cameras = new WeakMap<DocumentHandle, Camera>()
  let shown: DocumentHandle | undefined
  return () => {
    const document = studio.documents.active()
    if (document === shown) return
    if (shown) cameras.set(shown, view.camera)
    shown = document
    state.setState({ floating: null })
    if (!document) return
    showDocument(canvas, document)
    const camera = cameras.get(document)
    if (camera) view.camera = camera
    else showFirst(canvas)
  }
}
