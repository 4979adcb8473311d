import { floatOf } from '../python-values.ts'
import type { WidgetBase, WidgetKind } from '../widget-kind.ts'
import { inRange, type NumberOptions, type NumberRange, numbersAround } from './number-range.ts'

export interface FloatWidget extends WidgetBase<'float', number>, NumberRange {
  readonly default: number
  readonly round?: number
}

export const float = (options: NumberOptions<FloatWidget>): FloatWidget => ({ kind: 'float', step: 0.5, ...options })

export const floatKind: WidgetKind<FloatWidget> = {
  wire: 'FLOAT',
  initial: widget => widget.default,
  read: (widget, value, refuse) => inRange(widget, floatOf(value) ?? refuse({ expected: 'a number' }), refuse),
  typed: (text, refuse) => (text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : refuse('a number')),
  describe: ({ default: value, min, max, step, round }) => ({
    default: value,
    min,
    max,
    step,
    ...(round !== undefined && { round }),
  }),
  series: {
    given: 'numbers',
    // A thousandth is as fine as a label can tell.
    decimals: 3,
    suggest: (widget, present, _, usual) => numbersAround(widget, Number(present), usual),
  },
}
