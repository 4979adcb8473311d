import { float } from '../../../graph/node.ts'

/** A factor of the weights of some layers. */
export const factor = (help: string) => float({ default: 1, min: 0, max: 10, step: 0.01, help })

export const factors = {
  q: factor('Of the queries: what each place asks for. Above 1 the attention becomes more selective.'),
  k: factor('Of the keys: what each place is asked by. It acts as the factor of the queries does.'),
  v: factor('Of the values: what each place gives.'),
  out: factor('Of the result.'),
} as const
