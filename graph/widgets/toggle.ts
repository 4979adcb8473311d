import { truthOf } from './python-values.ts'
import type { Help, WidgetBase, WidgetKind } from './widget-kind.ts'

export interface ToggleWidget extends WidgetBase<'toggle', boolean> {
  readonly default: boolean
}

export const toggle = (options: { readonly default: boolean } & Help): ToggleWidget => ({ kind: 'toggle', ...options })

const written: Readonly<Record<string, boolean>> = {
  true: true,
  on: true,
  yes: true,
  false: false,
  off: false,
  no: false,
}

export const toggleKind: WidgetKind<ToggleWidget> = {
  wire: 'BOOLEAN',
  initial: widget => widget.default,
  read: (_, value) => truthOf(value),
  typed: (text, refuse) => written[text] ?? refuse('true or false'),
  describe: widget => ({ default: widget.default }),
  series: { given: 'ticks', all: () => [true, false], suggest: () => [true, false] },
}
