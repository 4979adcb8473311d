import type { CSSProperties } from 'react'
import { Input, TextField } from 'react-aria-components'
import { useStore } from 'zustand'
import type { SeedControl } from '../../../graph/widgets/seed.ts'
import { AxisField } from '../../compare/axis-field.tsx'
import { floating } from '../../look/styles.ts'
import { emptyFolder } from '../../widgets/choices/choice-field.tsx'
import { ChoiceList } from '../../widgets/choices/choice-list.tsx'
import { useChoices } from '../../widgets/choices/choices.ts'
import { NumberField } from '../../widgets/numbers/number-field.tsx'
import { seedControls } from '../../widgets/numbers/seed-field.tsx'
import { PromptField } from '../../widgets/prompts/prompt-field.tsx'
import { useWidget, type WidgetHandle } from '../../widgets/use-widget.ts'
import type { CanvasStore, Floating } from '../canvas-state.ts'
import type { Mounted } from '../mount.ts'
import { usePressOutside } from './use-press-outside.ts'
import css from './widget-editor.module.css'

interface Props {
  readonly what: Extract<Floating, { kind: 'widget' }>
  readonly state: CanvasStore
  readonly mounted: Mounted
  onClose(): void
}

/** Pixels that the field of an axis takes, with its frame; see axis-field.module.css. */
const axisWidth = 346

/** The editor of a widget, over its place on the card. */
export function WidgetEditor({ what, state, mounted, onClose }: Props) {
  const widget = useWidget(what.node, what.widget)
  const { offset, scale, size } = useStore(state)
  // Lists that open from it lie outside its element.
  const element = usePressOutside(onClose, target => target.closest('[data-trigger=DialogTrigger]') !== null)

  const card = mounted.graph.cards.get(what.node)
  const place = card?.layout.widgets.find(({ name, part }) => name === what.widget && part === what.part)
  if (!widget || !card || !place) return null
  const [x, y, w, h] = place.rect
  const isAxis = widget.port.kind === 'axis'
  const isList = what.part === 'control' || widget.port.kind === 'choice' || widget.port.kind === 'file' || isAxis
  const corner = [card.pos[0]! + x + offset[0], card.pos[1]! + y + offset[1]] as const
  const style = isList
    ? {
        left: isAxis ? Math.max(0, Math.min(corner[0] * scale, size[0] - axisWidth)) : corner[0] * scale,
        top: (corner[1] + h) * scale + 2,
        minWidth: Math.max(200, w * scale),
      }
    : {
        left: corner[0] * scale,
        top: corner[1] * scale,
        width: w,
        height: h,
        '--scale': scale,
        transform: 'scale(var(--scale))',
      }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring its own frame.
    <div
      ref={element}
      role="group"
      aria-label={what.widget}
      className={isList ? `${floating.popover} ${css.list}` : css.editor}
      style={style as CSSProperties}
      onKeyDown={event => {
        if (event.key === 'Escape' || (event.key === 'Enter' && (event.ctrlKey || event.metaKey))) onClose()
      }}
    >
      <Editor widget={widget} part={what.part} onClose={onClose} />
    </div>
  )
}

function Editor({
  widget,
  part,
  onClose,
}: {
  readonly widget: WidgetHandle
  readonly part: 'value' | 'control'
  onClose(): void
}) {
  const { port, name, value, set } = widget
  if (part === 'control') return <Controls widget={widget} onClose={onClose} />
  switch (port.kind) {
    case 'int':
    case 'float':
    case 'seed':
      return <NumberField widget={widget} autoFocus onDone={onClose} />
    case 'choice':
    case 'file':
      return <Choices widget={widget} onClose={onClose} />
    case 'axis':
      return <AxisField widget={widget} />
    case 'text':
      return port.multiline ? (
        <PromptField widget={widget} autoFocus />
      ) : (
        <TextField
          aria-label={name}
          value={String(value ?? '')}
          onChange={set}
          autoFocus
          onKeyDown={event => event.key === 'Enter' && onClose()}
        >
          <Input onFocus={event => event.currentTarget.select()} />
        </TextField>
      )
    // These have no editor on the card: a press does what there is to do.
    case 'toggle':
    case 'drawing':
      return null
  }
}

function Choices({ widget, onClose }: { readonly widget: WidgetHandle; onClose(): void }) {
  const choices = useChoices(widget.port)
  return (
    <ChoiceList
      label={widget.name}
      choices={choices}
      selected={widget.value == null ? null : String(widget.value)}
      empty={emptyFolder(widget.port)}
      onChoose={id => {
        widget.set(id)
        onClose()
      }}
    />
  )
}

function Controls({ widget, onClose }: { readonly widget: WidgetHandle; onClose(): void }) {
  return (
    <ChoiceList
      label="After a run"
      choices={seedControls.map(([id, title]) => ({ id, title }))}
      selected={widget.control ?? 'randomize'}
      empty=""
      onChoose={id => {
        widget.setControl(id as SeedControl)
        onClose()
      }}
    />
  )
}
