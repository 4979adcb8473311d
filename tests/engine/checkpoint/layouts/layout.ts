/** Names and shapes of a model file's tensors, written down from the models themselves: a header without numbers. */
export type Layout = Readonly<Record<string, readonly number[]>>

type Layer = readonly [name: string, shape: readonly number[]]
export type Layers = Iterable<Layer>

export const layout = (...parts: readonly Layers[]): Layout => Object.fromEntries(parts.flatMap(part => [...part]))

/** The same layers under a longer name. */
export const below = (prefix: string, layers: Layers): Layer[] =>
  [...layers].map(([name, shape]) => [`${prefix}.${name}`, shape])

/** A weight with one bias for each of its outputs. */
export const biased = (name: string, ...shape: readonly [number, ...number[]]): Layer[] => [
  [`${name}.weight`, shape],
  [`${name}.bias`, [shape[0]]],
]

/** Layers under other names. */
export const renamed = (layers: Layers, rename: (name: string) => string): Layer[] =>
  [...layers].map(([name, shape]) => [rename(name), shape])
