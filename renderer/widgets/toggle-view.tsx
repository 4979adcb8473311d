import type { ToggleWidget } from '../../graph/widgets/toggle.ts'
import { drawPair } from '../canvas/cards/draw-row.ts'
import { Toggle } from '../look/controls.tsx'
import { texts } from '../look/styles.ts'
import type { WidgetHandle } from './use-widget.ts'
import type { CardRow, WidgetView } from './widget-view.ts'

const wordOf = (value: unknown): string => (value === true ? 'on' : 'off')

const ToggleField = ({ widget: { label, value, wired, set } }: { readonly widget: WidgetHandle<ToggleWidget> }) => (
  <Toggle isOn={value === true} onChange={set} isDisabled={wired}>
    <span className={texts.hidden}>{label}</span>
    {wordOf(value)}
  </Toggle>
)

const rows: readonly CardRow<ToggleWidget>[] = [
  {
    part: 'value',
    draw: (brush, { label, value }) => drawPair(brush, label, value == null ? '' : wordOf(value)),
    press: ({ value }, { set }) => set(value !== true),
  },
]

export const toggleView: WidgetView<ToggleWidget> = { Control: ToggleField, rows: () => rows }
