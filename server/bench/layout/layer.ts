/** A tensor's name and shape. */
export type Layer = readonly [name: string, shape: readonly number[]]

export const below = (prefix: string, layers: Iterable<Layer>): Layer[] =>
  [...layers].map(([name, shape]) => [`${prefix}.${name}`, shape])

/** A weight with one bias for each of its outputs. */
export const biased = (name: string, ...shape: readonly [number, ...number[]]): Layer[] => [
  [`${name}.weight`, shape],
  [`${name}.bias`, [shape[0]]],
]
