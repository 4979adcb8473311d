import type { ChoiceWidget } from '../../../graph/widgets/choice.ts'
import { drawPair } from '../../canvas/cards/draw-row.ts'
import type { CardRow, WidgetView } from '../widget-view.ts'
import { ChoiceField, ChoiceMenu } from './choice-field.tsx'

const rows: readonly CardRow<ChoiceWidget<string>>[] = [
  {
    part: 'value',
    draw: (brush, { label, value }) => drawPair(brush, label, String(value ?? '')),
    editor: { shape: 'list', Body: ChoiceMenu },
  },
]

export const choiceView: WidgetView<ChoiceWidget<string>> = { Control: ChoiceField, rows: () => rows }
