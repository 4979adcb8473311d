/**
 * What a node is. A definition declares its ports; TypeScript infers what `run` receives and must return.
 *
 * A port is a socket (a typed wire end) or a widget (a value on the node's face; every widget can be wired as well).
 * Names, order and defaults are ComfyUI's, because they are what saved workflows refer to.
 */

import { emptyDrawing, writeDrawing } from './drawing/drawing.ts'

/** A typed wire end. `type` is ComfyUI's name: `MODEL`, `LATENT`. `T` is what travels; it exists only for the compiler. */
export interface Socket<T> {
  readonly kind: 'socket'
  readonly type: string
  readonly optional?: boolean
  readonly help?: string
  readonly carries?: (value: T) => T
}

interface WidgetBase {
  readonly help?: string
  readonly optional?: boolean
}
export interface IntWidget extends WidgetBase {
  readonly kind: 'int'
  readonly default: number
  readonly min: number
  readonly max: number
  readonly step: number
}
/** An unsigned 64-bit integer with ComfyUI's control_after_generate beside it. */
export interface SeedWidget extends WidgetBase {
  readonly kind: 'seed'
  readonly default: bigint
  readonly min: bigint
  readonly max: bigint
}
export interface FloatWidget extends WidgetBase {
  readonly kind: 'float'
  readonly default: number
  readonly min: number
  readonly max: number
  readonly step: number
  readonly round?: number
}
export interface TextWidget extends WidgetBase {
  readonly kind: 'text'
  readonly default: string
  readonly multiline: boolean
}
export interface ToggleWidget extends WidgetBase {
  readonly kind: 'toggle'
  readonly default: boolean
}
export interface ChoiceWidget<V extends string> extends WidgetBase {
  readonly kind: 'choice'
  readonly default: V
  readonly options: readonly V[]
}
/** A combo over the files of one model folder; `run` receives the file, found and fingerprinted. */
export interface FileWidget extends WidgetBase {
  readonly kind: 'file'
  /** ComfyUI's folder key: `checkpoints`, `loras`, `vae`, `input` … */
  readonly folder: string
  /** Shows an upload button (LoadImage), which adds one entry to `widgets_values`. */
  readonly upload?: boolean
}
/** A surface to draw on; the value is the text of a drawing, see drawing/drawing.ts. */
export interface DrawingWidget extends WidgetBase {
  readonly kind: 'drawing'
  readonly default: string
}
/** See engine/checkpoint/files/file-ref.ts. */
export interface FileRef {
  readonly name: string
  readonly path: string
  readonly fingerprint: string
  readonly members?: readonly FileRef[]
}

// biome-ignore lint/suspicious/noExplicitAny: ports of unlike types share one record; ValueOf gets each type back.
export type Port = Socket<any> | Widget
export type Widget =
  | IntWidget
  | SeedWidget
  | FloatWidget
  | TextWidget
  | ToggleWidget
  | ChoiceWidget<string>
  | FileWidget
  | DrawingWidget

export type ValueOf<P> =
  P extends Socket<infer T>
    ? T
    : P extends IntWidget | FloatWidget
      ? number
      : P extends SeedWidget
        ? bigint
        : P extends ToggleWidget
          ? boolean
          : P extends ChoiceWidget<infer V>
            ? V
            : P extends FileWidget
              ? FileRef
              : P extends TextWidget | DrawingWidget
                ? string
                : never

/** Optional ports may be missing. */
export type Values<P extends Record<string, Port>> = {
  readonly [K in keyof P]: P[K] extends { readonly optional: true } ? ValueOf<P[K]> | undefined : ValueOf<P[K]>
}

// biome-ignore lint/suspicious/noExplicitAny: as in Port.
export type Outputs = Record<string, Socket<any>>

/** Finds a file of a model folder by name; null when it is not there. */
export type FindFile = (folder: string, name: string) => Promise<FileRef | null>

/** Equations in the paper's symbols, and where they are from. */
export interface Formula {
  readonly lines: readonly string[]
  readonly source: string
}

export interface NodeDefinition<I extends Record<string, Port>, O extends Outputs, Context> {
  /** ComfyUI's class name where the node is theirs; saved in workflows, never changed. */
  readonly type: string
  /** On the node's face. */
  readonly title: string
  /** One sentence a user understands. */
  readonly about: string
  /** The mathematics it computes, for whoever wants to know. */
  readonly formula?: Formula
  /** In ComfyUI's order: required first, then optional. */
  readonly inputs: I
  /** Keys are ComfyUI's output names. */
  readonly outputs: O
  /** A run may end here: the node saves or shows something. */
  readonly isOutput?: boolean
  /** What else, beyond inputs and picked files, the result depends on: files named inside a text, for example. */
  fingerprint?(values: Partial<Values<I>>, find: FindFile): Promise<string>
  run(inputs: Values<I>, context: Context): Values<O> | Promise<Values<O>>
}

/** A definition whose types have been forgotten, as the registry holds them. */
// biome-ignore lint/suspicious/noExplicitAny: nodes of unlike types share one map.
export type AnyNode<Context = any> = NodeDefinition<any, any, Context>

/** A node without what it computes: all that a planner, a file reader or a canvas needs; plain data. */
export interface NodeSpec {
  readonly type: string
  readonly title: string
  readonly about: string
  /** Where the menu shows it: the folder of its file. */
  readonly category: string
  readonly inputs: Readonly<Record<string, Port>>
  readonly outputs: Readonly<Record<string, Socket<unknown>>>
  readonly isOutput: boolean
  readonly formula?: Formula
}

type Help = { readonly help?: string; readonly optional?: boolean }
type Range = { readonly default: number; readonly min: number; readonly max: number; readonly step?: number } & Help

/** @param help  what travels on it, wherever a node says nothing of its own */
export const socket = <T>(type: string, help?: string): Socket<T> => ({ kind: 'socket', type, ...(help && { help }) })
/** The same port, allowed to stay unconnected. */
export const optional = <P extends Port>(port: P): P & { readonly optional: true } => ({ ...port, optional: true })
export const int = (range: Range): IntWidget => ({ kind: 'int', step: 1, ...range })
export const float = (range: Range & { readonly round?: number }): FloatWidget => ({
  kind: 'float',
  step: 0.5,
  ...range,
})
export const seed = (options: Help = {}): SeedWidget => ({
  kind: 'seed',
  default: 0n,
  min: 0n,
  max: 2n ** 64n - 1n,
  ...options,
})
export const text = (options: { readonly default?: string; readonly multiline?: boolean } & Help = {}): TextWidget => ({
  kind: 'text',
  default: '',
  multiline: false,
  ...options,
})
export const toggle = (options: { readonly default: boolean } & Help): ToggleWidget => ({ kind: 'toggle', ...options })
export const choice = <const V extends string>(
  options: readonly [V, ...V[]],
  more: { readonly default?: NoInfer<V> } & Help = {},
): ChoiceWidget<V> => ({ kind: 'choice', options, default: options[0], ...more })
export const file = (folder: string, options: { readonly upload?: boolean } & Help = {}): FileWidget => ({
  kind: 'file',
  folder,
  ...options,
})

export const drawing = (options: Help = {}): DrawingWidget => ({
  kind: 'drawing',
  default: writeDrawing(emptyDrawing),
  ...options,
})

/** What a definition declares, without what it computes. */
export const specOf = (definition: AnyNode, category: string): NodeSpec => ({
  type: definition.type,
  title: definition.title,
  about: definition.about,
  category,
  inputs: definition.inputs,
  outputs: definition.outputs,
  isOutput: definition.isOutput ?? false,
  ...(definition.formula && { formula: definition.formula }),
})
