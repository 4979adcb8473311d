import { type AxisWidget, axisKind } from '../compare/axis-widget.ts'
import { type DrawingWidget, drawingKind } from '../drawing/drawing-widget.ts'
import type { Json } from '../json.ts'
import { type ChoiceWidget, choiceKind } from './choice.ts'
import { type FileWidget, fileKind } from './file.ts'
import { type CurveWidget, curveKind } from './numbers/curve.ts'
import { type FloatWidget, floatKind } from './numbers/float.ts'
import { type IntWidget, intKind } from './numbers/int.ts'
import { type SeedWidget, seedKind } from './seed.ts'
import { type TextWidget, textKind } from './text.ts'
import { type ToggleWidget, toggleKind } from './toggle.ts'
import type { WidgetKind } from './widget-kind.ts'

export type Widget =
  // biome-ignore lint/suspicious/noExplicitAny: what a node receives depends on the option.
  | ChoiceWidget<string, any>
  | FileWidget
  | SeedWidget
  | FloatWidget<number | readonly number[]>
  | IntWidget
  | TextWidget
  | ToggleWidget
  | DrawingWidget
  | AxisWidget
  | CurveWidget

type Kinds = { readonly [K in Widget['kind']]: WidgetKind<Extract<Widget, { kind: K }>> }

/** The kinds of widgets, in the order in which people like to compare them. A window adds its own half: renderer/widgets/. */
export const widgetKinds: Kinds = {
  choice: choiceKind,
  file: fileKind,
  seed: seedKind,
  float: floatKind,
  int: intKind,
  text: textKind,
  toggle: toggleKind,
  drawing: drawingKind,
  axis: axisKind,
  curve: curveKind,
}

/** What is particular to the kind of a widget. */
export const kindOf = (widget: Widget): WidgetKind<Widget> =>
  // Each record takes its own kind, and `widget` is of that kind.
  widgetKinds[widget.kind] as WidgetKind<Widget>

/** The value on a new node; undefined where it depends on the files that are there. */
export const initialOf = (widget: Widget): Json | undefined => kindOf(widget).initial(widget)
