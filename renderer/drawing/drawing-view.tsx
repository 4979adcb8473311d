import { PenLine } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { Button } from 'react-aria-components'
import type { Drawing } from '../../graph/drawing/drawing.ts'
import type { DrawingWidget } from '../../graph/drawing/drawing-widget.ts'
import { drawFitted, drawTitle, drawWhy } from '../canvas/cards/draw-row.ts'
import { fields, texts } from '../look/styles.ts'
import { coversCanvas } from '../studio/layout.ts'
import { useLayout, useStudio } from '../studio/use-studio.ts'
import type { WidgetHandle } from '../widgets/use-widget.ts'
import type { CardRow, WidgetView } from '../widgets/widget-view.ts'
import css from './drawing-view.module.css'
import { drawingOf } from './known-drawings.ts'
import { drawingDialog } from './open-drawing.ts'
import { LayerBitmaps, newContext } from './surface/layer-bitmaps.ts'
import { paintDrawing } from './surface/paint-drawing.ts'

/** A drawing in the inspector: small, with the button that opens it. */
function DrawingField({ widget }: { readonly widget: WidgetHandle<DrawingWidget> }) {
  const { layout } = useStudio()
  const found = drawingOf(String(widget.value ?? ''))
  const place = useRef<HTMLDivElement>(null)
  const drawing = 'drawing' in found ? found.drawing : null
  const isCovered = useLayout(coversCanvas)
  useEffect(() => {
    if (drawing && !isCovered) place.current?.replaceChildren(thumbnailOf(drawing, 'inspector'))
  }, [drawing, isCovered])
  const open = () => layout.open(drawingDialog(widget.document, String(widget.node.id), widget.name))
  return (
    <div className={fields.stack}>
      {'why' in found ? (
        <p className={texts.invalid}>{found.why}.</p>
      ) : (
        <div ref={place} className={css.small} role="img" aria-label="The drawing" />
      )}
      <Button onPress={open} isDisabled={widget.wired}>
        <PenLine /> Draw…
      </Button>
    </div>
  )
}

const rows: readonly CardRow<DrawingWidget>[] = [
  {
    part: 'value',
    height: 150,
    isElastic: true,
    draw(brush, { value }) {
      const found = drawingOf(String(value ?? ''))
      if ('why' in found) drawWhy(brush, found.why)
      else drawFitted(brush, thumbnailOf(found.drawing, 'card'))
    },
    // It is large: a single click selects its node.
    doublePress: ({ name }, { studio, document, node }) => studio.layout.open(drawingDialog(document, node, name)),
  },
  {
    part: 'draw',
    isButton: true,
    draw: brush => drawTitle(brush, 'Draw…'),
    press: ({ name }, { studio, document, node }) => studio.layout.open(drawingDialog(document, node, name)),
  },
]

export const drawingView: WidgetView<DrawingWidget> = { Control: DrawingField, rows: () => rows }

/** Longest side, in pixels. */
const side = 512

/** An element can be in one place of the page only, so the inspector has one of its own. */
const known = { card: new WeakMap<Drawing, HTMLCanvasElement>(), inspector: new WeakMap<Drawing, HTMLCanvasElement>() }

/** A small copy of a drawing, without the picture below it. */
function thumbnailOf(drawing: Drawing, where: keyof typeof known): HTMLCanvasElement {
  const found = known[where].get(drawing) ?? paint(drawing)
  known[where].set(drawing, found)
  return found
}

function paint(drawing: Drawing): HTMLCanvasElement {
  const scale = side / Math.max(drawing.width, drawing.height)
  const context = newContext()
  const [width, height] = [drawing.width * scale, drawing.height * scale].map(length => Math.max(1, Math.round(length)))
  context.canvas.width = width!
  context.canvas.height = height!
  const placing = { width: width!, height: height!, x: 0, y: 0, scale }
  paintDrawing(context, drawing, placing, new LayerBitmaps(newContext), { picture: null, draft: null })
  return context.canvas
}
