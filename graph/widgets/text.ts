import { textOf } from './python-values.ts'
import type { Help, WidgetBase, WidgetKind } from './widget-kind.ts'

export interface TextWidget extends WidgetBase<'text', string> {
  readonly default: string
  readonly multiline: boolean
  /** Reaches the node as it is written: nothing in it is chosen or filled in. */
  readonly verbatim?: true
}

type TextOptions = Partial<Pick<TextWidget, 'default' | 'multiline' | 'verbatim'>> & Help

export const text = (options: TextOptions = {}): TextWidget => ({
  kind: 'text',
  default: '',
  multiline: false,
  ...options,
})

/** A prompt, a note: text of several lines. */
export const isMultiline = (port: { readonly kind: string }): port is TextWidget =>
  port.kind === 'text' && (port as TextWidget).multiline

export const textKind: WidgetKind<TextWidget> = {
  wire: 'STRING',
  initial: widget => widget.default,
  read: (_, value, refuse) => textOf(value) ?? refuse({ expected: 'a text' }),
  describe: ({ default: value, multiline, verbatim }) => ({
    default: value,
    multiline,
    ...(multiline && !verbatim && { dynamicPrompts: true }),
  }),
  fills: ({ multiline, verbatim }) => (verbatim ? undefined : multiline ? 'choices' : 'placeholders'),
  rows: ({ multiline }) => (multiline ? 5 : 1),
  series: { given: 'texts', suggest: (_, present) => [present] },
}
