import type { CSSProperties } from 'react'
import { useStore } from 'zustand'
import { floating } from '../../look/styles.ts'
import { useWidget } from '../../widgets/use-widget.ts'
import type { CanvasState, Floating } from '../canvas-state.ts'
import type { CardNode } from '../cards/card-node.ts'
import type { WidgetPlace } from '../cards/widget-rows.ts'
import { useCanvas } from '../use-canvas.ts'
import { focusNext } from './node-rows.tsx'
import { usePressOutside } from './use-press-outside.ts'
import css from './widget-editor.module.css'

interface Props {
  readonly what: Extract<Floating, { kind: 'widget' }>
  onClose(): void
}

/** The editor of a widget, over its row on the card. */
export function WidgetEditor({ what, onClose }: Props) {
  const { state, mounted } = useCanvas()
  const widget = useWidget(what.node, what.widget)
  const view = useStore(state)
  // Lists that open from it lie outside its element.
  const element = usePressOutside(onClose, target => target.closest('[data-trigger=DialogTrigger]') !== null)

  const card = mounted.graph.cards.get(what.node)
  const place = card?.layout.widgets.find(({ name, row }) => name === what.widget && row.part === what.part)
  const editor = place?.row.editor
  if (!widget || !card || !editor) return null
  const isList = editor.shape === 'list'
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring its own frame.
    <div
      ref={element}
      role="group"
      aria-label={widget.label}
      className={isList ? `${floating.popover} ${css.list}` : css.editor}
      style={isList ? below(card, place, view) : over(card, place, view)}
      onKeyDown={event => {
        if (event.key === 'Tab') {
          event.preventDefault()
          onClose()
          focusNext(mounted, `widget ${what.widget} ${what.part}`, event.shiftKey ? -1 : 1)
        } else if (event.key === 'Escape' || (event.key === 'Enter' && (event.ctrlKey || event.metaKey))) onClose()
      }}
    >
      <editor.Body widget={widget} onClose={onClose} />
    </div>
  )
}

/** The top left corner of a row on the canvas, in CSS pixels. */
const cornerOf = ({ pos }: CardNode, { rect: [x, y] }: WidgetPlace, { offset, scale }: CanvasState) =>
  [(pos[0]! + x + offset[0]) * scale, (pos[1]! + y + offset[1]) * scale] as const

/** A list hangs below its row; one that says how wide it is stays inside the canvas. */
function below(card: CardNode, place: WidgetPlace, view: CanvasState): CSSProperties {
  const [left, top] = cornerOf(card, place, view)
  const { width } = place.row.editor!
  return {
    left: width === undefined ? left : Math.max(0, Math.min(left, view.size[0] - width)),
    top: top + place.rect[3] * view.scale + 2,
    minWidth: Math.max(200, place.rect[2] * view.scale),
  }
}

/** A field takes the place of its row, as large as the row is drawn. */
function over(card: CardNode, place: WidgetPlace, view: CanvasState): CSSProperties {
  const [left, top] = cornerOf(card, place, view)
  const scale = { '--scale': view.scale }
  return { left, top, width: place.rect[2], height: place.rect[3], ...scale, transform: 'scale(var(--scale))' }
}
