import { textOf } from './python-values.ts'
import type { Help, WidgetBase, WidgetKind } from './widget-kind.ts'

export interface TextWidget extends WidgetBase<'text', string> {
  readonly default: string
  readonly multiline: boolean
  /** Reaches the node as it is written: nothing in it is chosen or filled in. */
  readonly verbatim?: true
  /** A path below the output folder. One that leads out of it is refused before anything runs. */
  readonly isPath?: true
}

type TextOptions = Partial<Pick<TextWidget, 'default' | 'multiline' | 'verbatim' | 'isPath'>> & Help

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
  read({ isPath }, value, refuse) {
    const read = textOf(value) ?? refuse({ expected: 'a text' })
    if (isPath && leadsOut(read)) refuse({ why: `"${read}" is outside the output folder; use a path below it` })
    return read
  },
  describe: ({ default: value, multiline, verbatim }) => ({
    default: value,
    multiline,
    ...(multiline && !verbatim && { dynamicPrompts: true }),
  }),
  fills: ({ multiline, verbatim }) => (verbatim ? undefined : multiline ? 'choices' : 'placeholders'),
  rows: ({ multiline }) => (multiline ? 5 : 1),
  series: { given: 'texts', suggest: (_, present) => [present] },
}

function leadsOut(path: string): boolean {
  const parts = path.trim().replaceAll('\\', '/').split('/')
  let depth = 0
  const climbs = parts.some(part => {
    if (part === '..') depth--
    else if (part !== '' && part !== '.') depth++
    return depth < 0
  })
  return climbs || /^([a-z]:|[/\\])/i.test(path.trim())
}
