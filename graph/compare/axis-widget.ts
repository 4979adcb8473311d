import { textOf } from '../widgets/python-values.ts'
import type { Help, WidgetBase, WidgetKind } from '../widgets/widget-kind.ts'

/** One axis of a comparison: a widget of another node and its values, as notation.ts describes them. */
export interface AxisWidget extends WidgetBase<'axis', string> {
  readonly default: string
}

export const axis = (options: Help = {}): AxisWidget => ({ kind: 'axis', default: '', ...options })

export const axisKind: WidgetKind<AxisWidget> = {
  wire: 'STRING',
  initial: widget => widget.default,
  read: (_, value, refuse) => textOf(value) ?? refuse({ expected: 'a text' }),
  describe: widget => ({ default: widget.default, multiline: false }),
  fills: () => 'placeholders',
  moved: (value, ids) =>
    typeof value === 'string' ? value.replace(/^\s*[^\s(.]+/, id => String(ids.get(id.trim()) ?? id)) : value,
}
