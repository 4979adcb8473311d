import { useEffect, useMemo, useRef, useState } from 'react'
import { type Drawing, emptyDrawing, type Stroke } from '../../../graph/drawing/drawing.ts'
import { addStroke } from '../../../graph/drawing/edit-drawing.ts'
import type { Change } from '../../../graph/edit/change.ts'
import { setWidget } from '../../../graph/edit/widgets.ts'
import type { DocumentHandle } from '../../studio/document-handle.ts'
import type { Studio } from '../../studio/studio.ts'
import { useDocument, useStudio } from '../../studio/use-studio.ts'
import { inputAddress } from '../../widgets/pictures/picture-address.ts'
import { useWidget, type WidgetHandle, widgetOf } from '../../widgets/use-widget.ts'
import { createDrawingSession, type DrawingSessionStore } from '../drawing-session.ts'
import { drawingOf, textOf } from '../known-drawings.ts'
import type { Desk } from '../surface/mount-surface.ts'

/** Milliseconds between two drafts of a stroke under way: live mode shows each. */
const draftEvery = 150

/** Everything the parts of the drawing window share. */
export interface DrawingDesk extends Desk {
  readonly widget: WidgetHandle
  /** As it is drawn now; `drawing()` may be ahead of it. */
  readonly shown: Drawing
  /** Why the node's text is not a drawing. */
  readonly why: string | null
  /** Changes the drawing as one step that can be undone; `merge` joins steps of one drag. */
  change(label: string, change: (drawing: Drawing) => Drawing, merge?: string): void
}

/** @returns null when the node is gone */
export function useDesk(node: string, name: string): DrawingDesk | null {
  const studio = useStudio()
  const document = useDocument()
  const widget = useWidget(node, name)
  const text = String(widget?.value ?? '')
  const found = useMemo(() => drawingOf(text), [text])
  const drawing = 'drawing' in found ? found.drawing : emptyDrawing
  const [session] = useState(() => createDrawingSession(drawing))
  const picture = usePicture(drawing)
  const current = useRef({ drawing, picture })
  current.current = { drawing, picture }
  const desk = useMemo(
    () => makeDesk(studio, document, { node, name }, session, () => current.current),
    [studio, document, node, name, session],
  )
  useEffect(() => desk.endDraft, [desk])
  if (!widget) return null
  return { ...desk, widget, shown: drawing, why: 'why' in found ? found.why : null }
}

interface Current {
  readonly drawing: Drawing
  readonly picture: HTMLImageElement | null
}

interface Place {
  readonly node: string
  readonly name: string
}

export function makeDesk(
  { specs, draft }: Studio,
  document: DocumentHandle,
  place: Place,
  session: DrawingSessionStore,
  current: () => Current,
) {
  /** The document may be ahead of what React has drawn. */
  const widget = () => widgetOf(document, specs, place, { merge: '' })
  const present = (): Drawing => {
    const now = widget()
    const found = now && drawingOf(String(now.value ?? ''))
    return found && 'drawing' in found ? found.drawing : current().drawing
  }
  const changeTo = (drawing: Drawing): Change => {
    const now = widget()
    return now ? setWidget(now.spec, now.node.id, place.name, textOf(drawing)) : () => {}
  }
  const endDraft = () => draft.setState({ edit: null })
  let lastDraft = 0
  return {
    session,
    drawing: present,
    picture: () => current().picture,
    change(label: string, change: (drawing: Drawing) => Drawing, merge?: string): void {
      document.change(label, changeTo(change(present())), merge === undefined ? {} : { merge })
    },
    commit(layer: number, stroke: Stroke): void {
      document.change(stroke.tool === 'pen' ? 'Draw' : 'Erase', changeTo(addStroke(present(), layer, stroke)))
      endDraft()
    },
    draft(layer: number, stroke: Stroke | null): void {
      const now = performance.now()
      if (stroke && now - lastDraft < draftEvery) return
      lastDraft = now
      draft.setState({ edit: stroke && { document, change: changeTo(addStroke(present(), layer, stroke)) } })
    },
    endDraft,
  }
}

/** The picture below the layers, loaded. */
function usePicture({ picture }: Drawing): HTMLImageElement | null {
  const [loaded, setLoaded] = useState<HTMLImageElement | null>(null)
  const name = picture?.name
  useEffect(() => {
    setLoaded(null)
    if (name === undefined) return
    const image = new Image()
    image.onload = () => setLoaded(image)
    image.src = inputAddress(name)
    return () => {
      image.onload = null
    }
  }, [name])
  return loaded
}
