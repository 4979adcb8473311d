import type { ReactNode } from 'react'
import type { Json } from '../../graph/json.ts'
import type { Widget } from '../../graph/node.ts'
import type { SeedControl } from '../../graph/widgets/seed.ts'
import type { Look } from '../canvas/cards/look.ts'
import type { Rect } from '../studio/canvas-view.ts'
import type { DocumentHandle } from '../studio/document-handle.ts'
import type { Studio } from '../studio/studio.ts'
import type { WidgetHandle } from './use-widget.ts'

/** Everything that differs from one kind of widget to the next in a window. `widget-views.ts` lists the kinds. */
export interface WidgetView<W extends Widget> {
  /** Its control in the inspector and in forms. */
  Control(props: { readonly widget: WidgetHandle<W> }): ReactNode
  /** Its rows on a card, from the top; the first one shows the value. */
  rows(port: W): readonly CardRow<W>[]
  /** The width that a new card needs for it, in graph units; 270 where a kind does not say. */
  cardWidth?(port: W): number
  /** The limits that the inspector shows beside its name. */
  limits?(port: W): string
  /** The same widget with the limits of a form, where these are narrower than its own. */
  within?(port: W, limits: readonly [min: number, max: number]): W
  /** The address of the picture that its value names, for the card to show; undefined where it names none. */
  picture?(port: W, value: Json | undefined): string | null | undefined
}

/** A row that a widget takes on a card. */
export interface CardRow<W extends Widget> {
  /** Tells the rows of one widget apart: `value`, then others. */
  readonly part: string
  /** In graph units; one line of text where it is not given. */
  readonly height?: number
  /** It takes a share of the height that a card has to spare. */
  readonly isElastic?: boolean
  readonly isButton?: boolean
  draw(brush: RowBrush, widget: CardWidget<W>): void
  /** What a click does; where it is absent, the editor opens, if there is one. */
  press?(widget: CardWidget<W>, at: Press): void
  doublePress?(widget: CardWidget<W>, at: Press): void
  /** The value after the pointer was dragged along the row. */
  dragged?(widget: CardWidget<W>, by: Drag): Json
  /** What opens on the card. */
  readonly editor?: RowEditor<W>
}

export interface RowBrush {
  readonly context: CanvasRenderingContext2D
  readonly look: Look
  /** Where the row lies. */
  readonly rect: Rect
}

/** A widget as its card has it. */
export interface CardWidget<W extends Widget> {
  readonly name: string
  /** What people see of the name. */
  readonly label: string
  readonly port: W
  readonly value: Json | undefined
  readonly control: SeedControl | undefined
}

export interface Press {
  readonly studio: Studio
  readonly document: DocumentHandle
  /** The node's id. */
  readonly node: string
  set(value: Json): void
}

export interface Drag {
  /** CSS pixels to the right since the button went down. */
  readonly pixels: number
  /** Where the pointer is now along the row: 0 at its left end, 1 at its right end. */
  readonly share: number
  /** The same upwards: 0 at the lower edge of the row, 1 at the upper one. */
  readonly height: number
  /** Where the button went down. */
  readonly from: { readonly share: number; readonly height: number }
}

export interface RowEditor<W extends Widget> {
  /** `field` takes the place of the row, `list` hangs below it. */
  readonly shape: 'field' | 'list'
  /** CSS pixels that a list needs, where it is wider than usual. */
  readonly width?: number
  Body(props: { readonly widget: WidgetHandle<W>; onClose(): void }): ReactNode
}
