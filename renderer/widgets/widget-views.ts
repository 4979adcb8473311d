import type { Widget } from '../../graph/node.ts'
import { axisView } from '../compare/axis-view.tsx'
import { drawingView } from '../drawing/drawing-view.tsx'
import { choiceView } from './choices/choice-view.tsx'
import { fileView } from './choices/file-view.tsx'
import { curveView } from './curves/curve-view.tsx'
import { floatView, intView } from './numbers/number-view.tsx'
import { seedView } from './numbers/seed-view.tsx'
import { textView } from './prompts/text-view.tsx'
import { toggleView } from './toggle-view.tsx'
import type { WidgetView } from './widget-view.ts'

/** What each kind of widget looks like and does in a window. */
const widgetViews: { readonly [K in Widget['kind']]: WidgetView<Extract<Widget, { kind: K }>> } = {
  choice: choiceView,
  file: fileView,
  seed: seedView,
  float: floatView,
  int: intView,
  text: textView,
  toggle: toggleView,
  drawing: drawingView,
  axis: axisView,
  curve: curveView,
}

export const viewOf = (widget: Widget): WidgetView<Widget> =>
  // Each record takes its own kind, and `widget` is of that kind.
  widgetViews[widget.kind] as WidgetView<Widget>
