import { Input, TextField } from 'react-aria-components'
import type { TextWidget } from '../../../graph/widgets/text.ts'
import { drawLines, drawPair } from '../../canvas/cards/draw-row.ts'
import { useCancel } from '../use-cancel.ts'
import type { WidgetHandle } from '../use-widget.ts'
import type { CardRow, WidgetView } from '../widget-view.ts'
import { PromptField } from './prompt-field.tsx'

interface Props {
  readonly widget: WidgetHandle<TextWidget>
  /** It has the focus, with its text selected. Enter ends the edit. */
  onDone?(): void
}

function LineField({ widget, onDone }: Props) {
  const text = String(widget.value ?? '')
  const cancel = useCancel(text, widget.cancel)
  return (
    <TextField
      aria-label={widget.label}
      value={text}
      onChange={widget.set}
      isDisabled={widget.wired}
      autoFocus={onDone !== undefined}
      onFocus={cancel.onFocus}
      onKeyDown={event => (event.key === 'Enter' && onDone ? onDone() : cancel.onKeyDown(event))}
    >
      <Input onFocus={event => onDone && event.currentTarget.select()} />
    </TextField>
  )
}

const line: readonly CardRow<TextWidget>[] = [
  {
    part: 'value',
    draw: (brush, { label, value }) => drawPair(brush, label, String(value ?? '')),
    editor: { shape: 'field', Body: ({ widget, onClose }) => <LineField widget={widget} onDone={onClose} /> },
  },
]

const lines: readonly CardRow<TextWidget>[] = [
  {
    part: 'value',
    height: 60,
    isElastic: true,
    draw(brush, { value }) {
      const text = String(value ?? '')
      drawLines(brush, text === '' ? 'Type a prompt…' : text, text === '')
    },
    editor: { shape: 'field', Body: ({ widget }) => <PromptField widget={widget} autoFocus /> },
  },
]

export const textView: WidgetView<TextWidget> = {
  Control: ({ widget }) =>
    widget.port.multiline ? <PromptField widget={widget} rows={4} /> : <LineField widget={widget} />,
  rows: ({ multiline }) => (multiline ? lines : line),
  cardWidth: ({ multiline }) => (multiline ? 400 : 270),
}
