import type { FloatWidget } from '../../../graph/widgets/numbers/float.ts'
import type { IntWidget } from '../../../graph/widgets/numbers/int.ts'
import { drawPair, drawShare } from '../../canvas/cards/draw-row.ts'
import type { CardRow, WidgetView } from '../widget-view.ts'
import { NumberField } from './number-field.tsx'
import { draggedNumber, isSlider, numberFace } from './number-values.ts'

const row: CardRow<IntWidget | FloatWidget> = {
  part: 'value',
  draw(brush, { label, port, value }) {
    const number = Number(value)
    if (isSlider(port) && number > port.min) drawShare(brush, Math.min(1, (number - port.min) / (port.max - port.min)))
    drawPair(brush, label, value == null ? '' : numberFace(port, number))
  },
  dragged: ({ port, value }, drag) => draggedNumber(port, Number(value ?? port.default), drag),
  editor: {
    shape: 'field',
    Body: ({ widget, onClose }) => <NumberField widget={widget} autoFocus onDone={onClose} />,
  },
}

const numberView = <W extends IntWidget | FloatWidget>(): WidgetView<W> => ({
  Control: ({ widget }) => <NumberField widget={widget} />,
  rows: () => [row],
  limits: ({ min, max }) => (Math.abs(max) > 1e6 ? `from ${min}` : `${min} to ${max}`.replaceAll('-', '−')),
  within: (port, [min, max]) => ({ ...port, min: Math.max(port.min, min), max: Math.min(port.max, max) }),
})

export const intView = numberView<IntWidget>()
export const floatView = numberView<FloatWidget>()
