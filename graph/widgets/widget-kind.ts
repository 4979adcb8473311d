import type { WorkflowErrorCode } from '../errors.ts'
import type { Json } from '../json.ts'

/** What a widget hands to a node, except that files are still names. */
export type Literal = string | number | bigint | boolean

/** What the widgets of every kind declare. `T` is what a node receives; it exists only for the compiler. */
export interface WidgetBase<Kind extends string, T> {
  readonly kind: Kind
  readonly help?: string
  readonly optional?: boolean
  readonly carries?: () => T
}

/** What a node's file may say of any widget. */
export interface Help {
  readonly help?: string
  readonly optional?: boolean
}

/** Throws what is wrong with a value: `expected …, got …`, or a sentence of its own. */
export type Refuse = (
  refusal: ({ readonly expected: string } | { readonly why: string }) & {
    /** `bad-value` where it is not given. */
    readonly code?: WorkflowErrorCode
    readonly allowed?: string
    readonly cause?: unknown
  },
) => never

/** Everything that differs from one kind of widget to the next, without a window. `widget-kinds.ts` lists the kinds. */
export interface WidgetKind<W> {
  /** The type of wire that can give its value, by ComfyUI's name. */
  readonly wire: 'INT' | 'FLOAT' | 'STRING' | 'BOOLEAN' | 'COMBO'
  /** The value on a new node; undefined where it depends on the files that are there. */
  initial(widget: W): Json | undefined
  /** Turns a literal of a prompt into what the node receives, or refuses it. Whether a file exists is not checked. */
  read(widget: W, value: Json, refuse: Refuse): Literal
  /** A value that a person typed as text, as a prompt holds it; the text itself where a kind has no such method. */
  typed?(text: string, refuse: (expected: string) => never): Json
  /** The options of the input in ComfyUI's `/object_info`. */
  describe(widget: W): { readonly [option: string]: Json }
  /** What `/object_info` lists in place of a type. */
  choices?(widget: W, filesOf: (folder: string) => readonly string[]): readonly string[]
  /** Rows that it takes on a card that no window has laid out yet; 1 where a kind does not say. */
  rows?(widget: W): number
  /** What is filled in when a text goes into a prompt, as ComfyUI does: one of `{a|b}`, or the value of `%node.widget%`. */
  fills?(widget: W): 'choices' | 'placeholders' | undefined
  /** The value on a copied node whose value names other nodes: `ids` has the new id of each node copied with it. */
  moved?(value: Json, ids: ReadonlyMap<string, number>): Json
  /** How several of its values are listed; absent where a comparison of them makes no sense. */
  readonly series?: Series<W>
}

/** How several values of a widget are listed, as on an axis of a comparison. */
export interface Series<W> {
  /** How a person gives them: numbers and ranges, ticks in a list of choices, or texts, one a line. */
  readonly given: 'numbers' | 'ticks' | 'texts'
  /** What `all` stands for; absent where the values cannot be listed. */
  all?(widget: W): readonly Json[]
  /** Decimals of the values within a range; 0 where it is not given. */
  readonly decimals?: number
  /**
   * Values to begin with, the present one among them where the kind allows.
   *
   * @param names  the files of its folder
   * @param usual  numbers that people compare under this widget's name
   */
  suggest(widget: W, present: Json, names: readonly string[], usual?: readonly number[]): readonly Json[]
}
