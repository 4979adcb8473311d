import type { AxisWidget } from '../../graph/compare/axis-widget.ts'
import { drawPair } from '../canvas/cards/draw-row.ts'
import type { CardRow, WidgetView } from '../widgets/widget-view.ts'
import { AxisField } from './axis-field.tsx'

const rows: readonly CardRow<AxisWidget>[] = [
  {
    part: 'value',
    draw: (brush, { name, value }) => drawPair(brush, name, String(value ?? '')),
    // As wide as the field of an axis, with its frame.
    editor: { shape: 'list', width: 346, Body: AxisField },
  },
]

export const axisView: WidgetView<AxisWidget> = { Control: AxisField, rows: () => rows }
