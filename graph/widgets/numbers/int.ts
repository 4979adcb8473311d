import { wholeOf } from '../python-values.ts'
import type { WidgetBase, WidgetKind } from '../widget-kind.ts'
import { inRange, type NumberOptions, type NumberRange, numbersAround, typedWhole } from './number-range.ts'

export interface IntWidget extends WidgetBase<'int', number>, NumberRange {
  readonly default: number
}

export const int = (options: NumberOptions<IntWidget>): IntWidget => ({ kind: 'int', step: 1, ...options })

export const isInt = (port: { readonly kind: string }): port is IntWidget => port.kind === 'int'

export const intKind: WidgetKind<IntWidget> = {
  wire: 'INT',
  initial: widget => widget.default,
  read: (widget, value, refuse) =>
    inRange(widget, Number(wholeOf(value) ?? refuse({ expected: 'a whole number' })), refuse),
  typed: typedWhole,
  describe: ({ default: value, min, max, step }) => ({ default: value, min, max, step }),
  series: {
    given: 'numbers',
    suggest: (widget, present, _, usual) => numbersAround(widget, Number(present), usual),
  },
}
