import { textOf } from '../widgets/python-values.ts'
import type { Help, WidgetBase, WidgetKind } from '../widgets/widget-kind.ts'
import { emptyDrawing, readDrawing, writeDrawing } from './drawing.ts'

/** A surface to draw on; the value is the text of a drawing. */
export interface DrawingWidget extends WidgetBase<'drawing', string> {
  readonly default: string
}

export const drawing = (options: Help = {}): DrawingWidget => ({
  kind: 'drawing',
  default: writeDrawing(emptyDrawing),
  ...options,
})

export const drawingKind: WidgetKind<DrawingWidget> = {
  wire: 'STRING',
  initial: widget => widget.default,
  read(_, value, refuse) {
    const text = textOf(value) ?? refuse({ expected: 'a drawing' })
    try {
      readDrawing(text)
      return text
    } catch (cause) {
      return refuse({ why: cause instanceof Error ? cause.message : String(cause), cause })
    }
  },
  describe: widget => ({ default: widget.default, drawing: true }),
  rows: () => 11,
}
