import type { Formula } from '../../formula.ts'
import { rows, sizeOf, type Tensor } from '../../tensor/tensor.ts'

export const embedCombinations = ['concat', 'add', 'subtract', 'average', 'norm average', 'max', 'min'] as const
export type EmbedCombination = (typeof embedCombinations)[number]

export const combineFormula: Formula = {
  lines: [
    'add: Σ_i e_i,  average: mean_i e_i,  subtract: e_1 − mean_{i>1} e_i',
    'norm average: mean_i e_i / √(Σ_j e_j²),  max, min: of each number',
    'concat: all pictures, one behind the other',
  ],
  source: 'github.com/cubiq/ComfyUI_IPAdapter_plus',
}

/** Several encoded pictures as one (`combineFormula`), number by number. @param all  [M, …] @returns [1, …]; concat: [M, …] */
export function combineEmbeds(all: Tensor, how: EmbedCombination): Tensor {
  const [count, ...rest] = all.dims as [number, ...number[]]
  if (how === 'concat') return all
  const size = sizeOf(rest)
  const data = new Float32Array(size)
  for (let i = 0; i < size; i++)
    data[i] = ways[how](Array.from({ length: count }, (_, picture) => all.data[picture * size + i]!))
  return { dims: [1, ...rest], data }
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0)
const mean = (values: readonly number[]): number => sum(values) / values.length

const ways: Readonly<Record<Exclude<EmbedCombination, 'concat'>, (values: readonly number[]) => number>> = {
  add: sum,
  subtract: ([first = 0, ...others]) => first - mean(others),
  average: mean,
  'norm average'(values) {
    const norm = Math.sqrt(sum(values.map(v => v * v)))
    return mean(values.map(v => v / norm))
  },
  max: values => Math.max(...values),
  min: values => Math.min(...values),
}

/** The first `count` pictures; where there are fewer, the last one counts for the others. */
export function asMany(all: Tensor, count: number): Tensor {
  const [n, ...rest] = all.dims as [number, ...number[]]
  if (n === count) return all
  const size = sizeOf(rest)
  const data = new Float32Array(count * size)
  for (let i = 0; i < count; i++) data.set(rows(all, Math.min(i, n - 1), Math.min(i, n - 1) + 1).data, i * size)
  return { dims: [count, ...rest], data }
}
