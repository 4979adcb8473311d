import type { DocumentHandle } from '../studio/document-handle.ts'
import { coversCanvas } from '../studio/layout.ts'
import { type Canvas, showDocument } from './canvas.ts'
import { cardState, type Moment, unfinishedOn } from './cards/card-state.ts'
import { createPictures } from './cards/pictures.ts'
import { shownIn } from './gestures/pointer-step.ts'

export interface Painter {
  /** Paints in the next frame, but not while a dialog covers the canvas: painting would slow the dialog down. */
  repaint(): void
  /** Paints at once. */
  paint(): void
  stop(): void
}

/** Paints the document in front, at most once a frame, and tells the elements over the canvas where the graph is. */
export function createPainter(canvas: Canvas): Painter {
  const { studio, view, graph, state } = canvas
  const pictures = createPictures(() => painter.repaint())
  let frame = 0
  const painter: Painter = {
    repaint() {
      if (!coversCanvas(studio.layout.store.getState())) frame ||= requestAnimationFrame(painter.paint)
    },
    paint() {
      painter.stop()
      const document = studio.documents.active()
      if (!document) return
      const moment = momentOf(canvas, document)
      const isOther = showDocument(canvas, document)
      graph.displace(moment.shown)
      const { doubt, doubted } = state.getState()
      view.paint({
        shown: moment.shown,
        doubted,
        isDoubted: doubt !== null,
        stateOf: card => cardState(card, moment),
        picture: card => pictures.of(card, unfinishedOn(card, moment)),
      })
      if (isOther) state.setState(({ drawn }) => ({ drawn: drawn + 1 }))
      tellCamera(canvas)
    },
    stop() {
      cancelAnimationFrame(frame)
      frame = 0
    },
  }
  return painter
}

const momentOf = ({ studio, state, pointer }: Canvas, { id, read }: DocumentHandle): Moment => ({
  document: read(),
  run: studio.runs.store.getState().views[id],
  floating: state.getState().floating,
  hovered: pointer().hovered,
  shown: shownIn(pointer()),
})

function tellCamera({ view, state }: Canvas): void {
  const { offset, scale } = view.camera
  const now = state.getState()
  if (now.scale !== scale || now.offset[0] !== offset[0] || now.offset[1] !== offset[1])
    state.setState({ offset, scale })
}
