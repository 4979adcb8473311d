import { PenLine } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { Button } from 'react-aria-components'
import { fields, texts } from '../look/styles.ts'
import { useLayout, useStudio } from '../studio/use-studio.ts'
import type { WidgetHandle } from '../widgets/use-widget.ts'
import css from './drawing-field.module.css'
import { drawingOf } from './known-drawings.ts'
import { thumbnailOf } from './surface/thumbnail.ts'

/** A drawing in the inspector: small, with the button that opens it. */
export function DrawingField({ widget }: { readonly widget: WidgetHandle }) {
  const { layout } = useStudio()
  const found = drawingOf(String(widget.value ?? ''))
  const place = useRef<HTMLDivElement>(null)
  const drawing = 'drawing' in found ? found.drawing : null
  // The drawing window covers it.
  const isCovered = useLayout(({ overlay }) => overlay?.kind === 'drawing')
  useEffect(() => {
    if (drawing && !isCovered) place.current?.replaceChildren(thumbnailOf(drawing, 'inspector'))
  }, [drawing, isCovered])
  const open = () =>
    layout.open({ kind: 'drawing', document: widget.document.id, node: String(widget.node.id), widget: widget.name })
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
