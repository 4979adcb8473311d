import { groupsOf } from '../../graph/edit/groups.ts'
import type { DocumentHandle } from '../studio/document-handle.ts'
import type { Studio } from '../studio/studio.ts'
import type { CanvasStore } from './canvas-state.ts'
import type { PointerState } from './gestures/pointer-step.ts'
import type { Scene } from './scene.ts'
import type { View } from './view.ts'
import type { ViewGraph } from './view-graph.ts'

/** The parts of a running canvas. */
export interface Canvas {
  readonly studio: Studio
  readonly view: View
  readonly graph: ViewGraph
  readonly state: CanvasStore
  pointer(): PointerState
}

/** What lies on it now; undefined when no document is open. */
export function sceneOf({ studio, view, graph }: Canvas): Scene | undefined {
  const document = studio.documents.active()
  return (
    document && {
      document,
      specs: studio.specs,
      cards: graph.cards,
      get visible() {
        return view.cardsInView
      },
      get wires() {
        return view.wires
      },
      get groups() {
        return groupsOf(document.read().present).map(({ bounding }) => bounding)
      },
      camera: view.camera,
      isLocked: studio.layout.store.getState().locked,
      snaps: studio.settings.getState().snapToGrid,
    }
  )
}

/** @returns whether any card was replaced */
export const showDocument = ({ studio, graph, view }: Canvas, { id, read }: DocumentHandle): boolean =>
  graph.show(read().present, studio.runs.store.getState().pictures[id] ?? noPictures, view.look)

const noPictures = {}
