import { Input, TextField } from 'react-aria-components'
import type { TextWidget } from '../../../graph/widgets/text.ts'
import { drawLines, drawPair } from '../../canvas/cards/draw-row.ts'
import type { WidgetHandle } from '../use-widget.ts'
import type { CardRow, WidgetView } from '../widget-view.ts'
import { PromptField } from './prompt-field.tsx'

interface Props {
  readonly widget: WidgetHandle<TextWidget>
  /** It has the focus, with its text selected. Enter ends the edit. */
  onDone?(): void
}

const LineField = ({ widget, onDone }: Props) => (
  <TextField
    aria-label={widget.label}
    value={String(widget.value ?? '')}
    onChange={widget.set}
    isDisabled={widget.wired}
    autoFocus={onDone !== undefined}
    onKeyDown={event => (event.key === 'Enter' && onDone ? onDone() : event.continuePropagation())}
  >
    <Input onFocus={event => onDone && event.currentTarget.select()} />
  </TextField>
)

const line: readonly CardRow<TextWidget>[] = [
  {
    part: 'value',
    draw: (brush, { name, value }) => drawPair(brush, name, String(value ?? '')),
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
