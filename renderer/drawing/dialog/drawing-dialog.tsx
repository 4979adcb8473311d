import { X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { Button } from 'react-aria-components'
import { useStore } from 'zustand'
import { emptyDrawing } from '../../../graph/drawing/drawing.ts'
import { IconButton } from '../../look/controls.tsx'
import { ModalDialog } from '../../look/modal-dialog.tsx'
import { flow, texts } from '../../look/styles.ts'
import { RunButton } from '../../panels/runs/run-button.tsx'
import { useStudio } from '../../studio/use-studio.ts'
import { textOf } from '../known-drawings.ts'
import { DrawingSurface } from '../surface/drawing-surface.tsx'
import type { Surface } from '../surface/mount-surface.ts'
import panes from '../surface/surface.module.css'
import { BackgroundPicture } from './background-picture.tsx'
import { CanvasSize } from './canvas-size.tsx'
import css from './drawing-dialog.module.css'
import { drawingKeys } from './drawing-keys.ts'
import { DrawingTools } from './drawing-tools.tsx'
import { Layers } from './layers.tsx'
import { PictureBeside } from './picture-beside.tsx'
import { type DrawingDesk, useDesk } from './use-desk.ts'

/** A drawing, large, beside the picture that the workflow makes from it. */
export function DrawingDialog({ node, widget }: { readonly node: string; readonly widget: string }) {
  const { layout } = useStudio()
  const desk = useDesk(node, widget)
  const isGone = desk === null
  // An undo may remove the node itself; then there is nothing to draw on.
  useEffect(() => {
    if (isGone) layout.close()
  }, [isGone, layout])
  if (!desk) return null
  return (
    <ModalDialog aria-label="Draw" scrim={css.scrim} frame={css.window} isDismissable={false} onClose={layout.close}>
      <Desk desk={desk} node={node} />
    </ModalDialog>
  )
}

function Desk({ desk, node }: { readonly desk: DrawingDesk; readonly node: string }) {
  const studio = useStudio()
  const surface = useRef<Surface>(null)
  const said = useStore(desk.session, ({ said }) => said)
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: these are the keys of everything inside.
    <div className={css.desk} onKeyDown={event => drawingKeys(event, { studio, desk, surface: surface.current })}>
      <header>
        <h2>{desk.widget.node.title ?? desk.widget.spec.title}</h2>
        <DrawingTools desk={desk} surface={surface} />
        <span className={flow.spring} />
        <RunButton />
        <IconButton icon={X} label="Close" onPress={studio.layout.close} />
      </header>
      {desk.why === null ? <DrawingSurface desk={desk} surface={surface} /> : <Damaged desk={desk} />}
      <PictureBeside node={node} />
      <aside aria-label="Layers and canvas">
        <Layers desk={desk} />
        <BackgroundPicture desk={desk} />
        <CanvasSize desk={desk} node={node} />
      </aside>
      <p className={texts.hidden} role="status">
        {said}
      </p>
    </div>
  )
}

/** A text that is not a drawing is kept until the user starts a new drawing. */
function Damaged({ desk }: { readonly desk: DrawingDesk }) {
  return (
    <div className={panes.pane}>
      <div className={texts.empty}>
        <p className={`${texts.note} ${texts.bad}`}>{desk.why}.</p>
        <Button onPress={() => desk.widget.set(textOf(emptyDrawing))}>Start a new drawing</Button>
      </div>
    </div>
  )
}
