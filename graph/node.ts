/**
 * What a node is. A definition declares its ports; TypeScript infers what `run` receives and must return.
 *
 * A port is a socket (a typed wire end) or a widget (a value on the node's face; every widget can be wired as well).
 * Names, order and defaults are ComfyUI's, because they are what saved workflows refer to.
 */

import type { ChoiceWidget } from './widgets/choice.ts'
import type { FileRef } from './widgets/file.ts'
import type { Help } from './widgets/widget-kind.ts'
import type { Widget } from './widgets/widget-kinds.ts'

// What the file of a node declares its widgets with.
export { axis } from './compare/axis-widget.ts'
export { drawing } from './drawing/drawing-widget.ts'
export { choice } from './widgets/choice.ts'
export { type FileRef, file } from './widgets/file.ts'
export { curve } from './widgets/numbers/curve.ts'
export { float, floats } from './widgets/numbers/float.ts'
export { int } from './widgets/numbers/int.ts'
export { seed } from './widgets/seed.ts'
export { text } from './widgets/text.ts'
export { toggle } from './widgets/toggle.ts'
export type { Widget } from './widgets/widget-kinds.ts'

/** A typed wire end. `type` is ComfyUI's name: `MODEL`, `LATENT`. `T` is what travels; it exists only for the compiler. */
export interface Socket<T> {
  readonly kind: 'socket'
  readonly type: string
  readonly optional?: boolean
  readonly help?: string
  /** Set for one of several like inputs. */
  readonly grows?: Growing
  readonly carries?: (value: T) => T
}

/** Like inputs, of which a node shows one more than are wired: ComfyUI's Autogrow. Files call them `group.name`. */
export interface Growing {
  readonly group: string
  /** The place of this one. */
  readonly at: number
  /** How many a run needs at least. */
  readonly min: number
  /** Their names, or how all of them begin before their numbers. */
  readonly names: readonly string[] | { readonly prefix: string; readonly max: number }
}

// biome-ignore lint/suspicious/noExplicitAny: ports of unlike types share one record; ValueOf gets each type back.
export type Port = Socket<any> | Widget

/** What travels on a port, or lies on its widget. */
export type ValueOf<P> = P extends { readonly carries?: (...value: never) => infer T } ? T : never

/** Optional ports may be missing. */
export type Values<P extends Record<string, Port>> = {
  readonly [K in keyof P]: P[K] extends { readonly optional: true } ? ValueOf<P[K]> | undefined : ValueOf<P[K]>
}

// biome-ignore lint/suspicious/noExplicitAny: as in Port.
export type Outputs = Record<string, Socket<any>>

type Cases = Readonly<Record<string, Readonly<Record<string, Port>>>>

/** The option that was selected, as `choice`, with the values of the inputs that come with it. */
export type CaseOf<C extends Cases> = { [K in keyof C]: { readonly choice: K } & Values<C[K]> }[keyof C]

/** A choice that decides which other inputs the node has: ComfyUI's DynamicCombo. Files call them `choice.input`. */
export const cases = <const C extends Cases>(cases: C, more: Help = {}): ChoiceWidget<string, CaseOf<C>> => {
  const options = Object.keys(cases)
  return { kind: 'choice', options, default: options[0]!, cases, ...more }
}

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
  /** Set where ComfyUI has no such node. */
  readonly ours?: true
  /** Shown on the node. */
  readonly title: string
  /** One sentence a user understands. */
  readonly about: string
  /** The equations it computes, shown in its help. */
  readonly formula?: Formula
  /** In ComfyUI's order: required first, then optional. */
  readonly inputs: I
  /** Keys are ComfyUI's output names. */
  readonly outputs: O
  /** A run may end here: the node saves or shows something. */
  readonly isOutput?: boolean
  /** Only one of some inputs is used, so that what the others need does not run. */
  readonly branch?: Branch
  /** What else, beyond inputs and picked files, the result depends on: files named inside a text, for example. */
  fingerprint?(values: Partial<Values<I>>, find: FindFile): Promise<string>
  /** Shows what `run` is going to give, sooner and less exactly. Called before `run` where previews are wanted. */
  preview?(inputs: Values<I>, context: Context): Promise<void>
  run(inputs: Values<I>, context: Context): Values<O> | Promise<Values<O>>
}

/** Which input is used: by the value of widget `by`, as text, the name of the input. */
export interface Branch {
  readonly by: string
  readonly inputs: Readonly<Record<string, string>>
}

/** A definition without its port types, as the registry holds it. */
// biome-ignore lint/suspicious/noExplicitAny: nodes of unlike types share one map.
export type AnyNode<Context = any> = NodeDefinition<any, any, Context>

/** A node without what it computes: all that a planner, a file reader or a canvas needs; plain data. */
export interface NodeSpec {
  readonly type: string
  readonly title: string
  readonly about: string
  /** Where the menu shows it: the folder of its file. */
  readonly category: string
  /** With those of every case; `shownInputs` gives the ones that a node has. */
  readonly inputs: Readonly<Record<string, Port>>
  readonly outputs: Readonly<Record<string, Socket<unknown>>>
  readonly isOutput: boolean
  readonly branch?: Branch
  readonly formula?: Formula
}

/** @param help  its meaning, used where a node gives no help of its own */
export const socket = <T>(type: string, help?: string): Socket<T> => ({ kind: 'socket', type, ...(help && { help }) })
/** The same port, which may stay unconnected. */
export const optional = <P extends Port>(port: P): P & { readonly optional: true } => ({ ...port, optional: true })
/** Like inputs, as many as are wired; the first `min` are needed. */
export function growing<const G extends string, T>(
  group: G,
  names: Growing['names'],
  port: Socket<T>,
  min = 1,
): Record<`${G}.${string}`, Socket<T> & { readonly optional: true }> {
  const all = 'prefix' in names ? Array.from({ length: names.max }, (_, i) => `${names.prefix}${i}`) : names
  const portAt = (at: number) => ({ ...(at < min ? port : optional(port)), grows: { group, at, min, names } })
  const named: Record<string, Socket<T>> = Object.fromEntries(all.map((name, at) => [`${group}.${name}`, portAt(at)]))
  // A definition's `run` finds each of them there or not.
  return named as Record<`${G}.${string}`, Socket<T> & { readonly optional: true }>
}
/** What a definition declares, without what it computes. */
export const specOf = (definition: AnyNode, category: string): NodeSpec => ({
  type: definition.type,
  title: definition.title,
  about: definition.about,
  category,
  inputs: withCases(definition.inputs),
  outputs: definition.outputs,
  isOutput: definition.isOutput ?? false,
  ...(definition.branch && { branch: definition.branch }),
  ...(definition.formula && { formula: definition.formula }),
})

/** The inputs with those of every case after their choice, `choice.input`; the first counts where several cases have the name. */
const withCases = (inputs: Readonly<Record<string, Port>>): Record<string, Port> => {
  const all: Record<string, Port> = {}
  const add = (name: string, port: Port): void => {
    all[name] ??= port
    if (!('cases' in port)) return
    for (const ofCase of Object.values(port.cases as Cases))
      for (const [short, nested] of Object.entries(ofCase)) add(`${name}.${short}`, nested)
  }
  for (const [name, port] of Object.entries(inputs)) add(name, port)
  return all
}
