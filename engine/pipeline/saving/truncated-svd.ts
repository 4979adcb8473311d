import { Graph } from '../../onnx/graph.ts'
import { Value } from '../../onnx/value.ts'
import type { Sessions } from '../../runtime/sessions.ts'
import { torchGenerator } from '../../tensor/random/random.ts'
import { type Tensor, tensor } from '../../tensor/tensor.ts'
import { eigenvectors, gram } from './eigenvectors.ts'

/** W ≈ up·down */
export interface Factors {
  /** [m, r] */
  readonly up: Float32Array
  /** [r, n] */
  readonly down: Float32Array
  /** ‖W‖², of the whole */
  readonly whole: number
  /** ‖W − up·down‖² */
  readonly lost: number
}

/** Columns beside those that are wanted: with them the wanted ones converge faster. */
const SPARE = 8
const MOST_ROUNDS = 40
/** The relative change of the singular values below which they stay. */
const STEADY = 1e-6

/**
 * The best product of two narrow matrices — Halko, Martinsson & Tropp 2011, arXiv:0909.4061, algorithm 4.4: WᵀW is applied to a few
 * random directions again and again; they turn to the first singular vectors. The singular values are in `up`, as in ComfyUI.
 *
 * @param w  [m, n]
 * @returns  null where W is zero
 */
export async function truncatedSvd(w: Tensor, rank: number, sessions: Sessions): Promise<Factors | null> {
  const [m, n] = w.dims as [number, number]
  const k = Math.min(rank + SPARE, m, n)
  const run = async (q: Columns) => {
    const { y, z } = await sessions.run(productsRequest(m, n, k), { w, q: tensor([n, k], Float32Array.from(q)) })
    return { y: Float64Array.from(y!.data), z: Float64Array.from(z!.data) }
  }
  let q = orthonormal(Float64Array.from(torchGenerator(0n).randn([n, k]).data), k).columns
  let before = 0
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const { columns, lengths } = orthonormal((await run(q)).z, k)
    q = columns
    const sum = lengths.slice(0, rank).reduce((a, b) => a + b, 0)
    if (Math.abs(sum - before) <= STEADY * sum && round >= 3) break
    before = sum
  }
  const { y } = await run(q)
  if (y.every(value => value === 0)) return null
  const { vectors, order, values } = eigenvectors(gram(y, k), k)
  const kept = order.slice(0, rank)
  const whole = w.data.reduce((sum, value) => sum + value ** 2, 0)
  const times = (rows: Columns, row: number, column: number) => {
    let sum = 0
    for (let i = 0; i < k; i++) sum += rows[row * k + i]! * vectors[i * k + column]!
    return sum
  }
  return {
    up: Float32Array.from({ length: m * kept.length }, (_, i) =>
      times(y, Math.floor(i / kept.length), kept[i % kept.length]!),
    ),
    down: Float32Array.from({ length: kept.length * n }, (_, i) => times(q, i % n, kept[Math.floor(i / n)]!)),
    whole,
    lost: Math.max(
      0,
      kept.reduce((rest, i) => rest - values[i]!, whole),
    ),
  }
}

/** Row by row, [rows, k]. */
type Columns = Float64Array

/** y = W·q and z = Wᵀ·y. */
const productsRequest = (m: number, n: number, k: number) => ({
  key: JSON.stringify(['singular vectors', m, n, k]),
  label: 'singular vectors',
  root: '/',
  brief: true,
  build: () => {
    const graph = new Graph('products')
    const [w, q] = [Value.input(graph, 'w', [m, n]), Value.input(graph, 'q', [n, k])]
    const y = w.matmul(q)
    y.output('y')
    w.transpose([1, 0]).matmul(y).output('z')
    return graph
  },
})

/** Gram and Schmidt, twice, so that rounding leaves nothing. @returns also the lengths that were left */
function orthonormal(columns: Columns, k: number): { readonly columns: Columns; readonly lengths: number[] } {
  const rows = columns.length / k
  const dot = (a: number, b: number) => {
    let sum = 0
    for (let i = 0; i < rows; i++) sum += columns[i * k + a]! * columns[i * k + b]!
    return sum
  }
  const lengths: number[] = []
  for (let c = 0; c < k; c++) {
    for (let pass = 0; pass < 2; pass++)
      for (let b = 0; b < c; b++) {
        const share = dot(b, c)
        for (let i = 0; i < rows; i++) columns[i * k + c]! -= share * columns[i * k + b]!
      }
    const length = Math.sqrt(dot(c, c))
    lengths.push(length)
    for (let i = 0; i < rows; i++) columns[i * k + c]! *= length > 1e-30 ? 1 / length : 0
  }
  return { columns, lengths }
}
