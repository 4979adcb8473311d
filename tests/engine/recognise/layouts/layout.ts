import type { Layer } from '../../../../server/bench/layout/layer.ts'

/** Names and shapes of a model file's tensors: a header without numbers. */
export type Layout = Readonly<Record<string, readonly number[]>>
export type Layers = Iterable<Layer>

export const layout = (...parts: readonly Layers[]): Layout => Object.fromEntries(parts.flatMap(part => [...part]))

/** Layers under other names. */
export const renamed = (layers: Layers, rename: (name: string) => string): Layer[] =>
  [...layers].map(([name, shape]) => [rename(name), shape])
