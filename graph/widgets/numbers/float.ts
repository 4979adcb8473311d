import { floatOf } from '../python-values.ts'
import type { WidgetBase, WidgetKind } from '../widget-kind.ts'
import { inRange, type NumberOptions, type NumberRange, numbersAround } from './number-range.ts'

export interface FloatWidget<T = number> extends WidgetBase<'float', T>, NumberRange {
  readonly default: number
  readonly round?: number
  /** A wire may bring a list of such numbers. */
  readonly lists?: true
}

export const float = (options: NumberOptions<FloatWidget>): FloatWidget => ({ kind: 'float', step: 0.5, ...options })

/** A number on the node's face; a wire may bring one, or a list with one for each picture. */
export const floats = (options: NumberOptions<FloatWidget>): FloatWidget<number | readonly number[]> => ({
  ...float(options),
  lists: true,
})

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
