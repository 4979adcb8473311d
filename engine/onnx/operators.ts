import { ShapeError, sizeOf } from '../tensor/tensor.ts'
import type { Graph } from './graph.ts'
import { type Attribute, bytesPer, type ElementType } from './messages.ts'

export const MICROSOFT = 'com.microsoft'

/**
 * A tensor that the graph will have when it runs, and the ONNX operators that need nothing but tensors: one method is one
 * operator. Where two tensors of different types meet, the result has the type of the first.
 */
export abstract class Operators {
  readonly graph: Graph
  readonly name: string
  readonly dims: readonly number[]
  readonly type: ElementType

  constructor(graph: Graph, name: string, dims: readonly number[], type: ElementType = 'float32') {
    this.graph = graph
    this.name = name
    this.dims = dims
    this.type = type
  }

  /** The same numbers in another type. */
  in(type: ElementType): this {
    if (type === this.type) return this
    return this.#other(this.graph.cast(this.name, type, bytesPer(type) * sizeOf(this.dims)), this.dims, type)
  }

  /** x·σ(x) — Elfwing et al. 2017, arXiv:1702.03118. */
  silu = (): this => this.make('QuickGelu', [this.name], this.dims, { alpha: { float: 1 } }, '', MICROSOFT)
  /** x·σ(1.702x), the approximation CLIP was trained with — Hendrycks & Gimpel 2016, arXiv:1606.08415, §2. */
  quickGelu = (): this => this.make('QuickGelu', [this.name], this.dims, { alpha: { float: 1.702 } }, '', MICROSOFT)
  /** x·Φ(x) — Hendrycks & Gimpel 2016, arXiv:1606.08415. */
  gelu = (): this => this.make('Gelu', [this.name], this.dims)
  /** max(x, 0) */
  relu = (): this => this.make('Relu', [this.name], this.dims)
  /** x where it is positive, else slope·x — Maas et al. 2013. */
  leakyRelu = (slope: number): this => this.make('LeakyRelu', [this.name], this.dims, { alpha: { float: slope } })
  /** x where it is positive, else slope·x with a slope for each channel, [C] — He et al. 2015, arXiv:1502.01852. */
  prelu = (slope: Operators): this =>
    this.make('PRelu', [this.name, slope.reshape([sizeOf(slope.dims), 1, 1]).name], this.dims)
  /** 1/(1 + e^−x) */
  sigmoid = (): this => this.make('Sigmoid', [this.name], this.dims)
  /** A function of each number that nothing else needs under a name of its own. */
  unary = (type: 'Elu' | 'HardSwish' | 'Softplus' | 'Softsign'): this => this.make(type, [this.name], this.dims)
  tanh = (): this => this.make('Tanh', [this.name], this.dims)
  sin = (): this => this.make('Sin', [this.name], this.dims)
  cos = (): this => this.make('Cos', [this.name], this.dims)

  add = (other: Operators | number): this => this.#elementwise('Add', other)
  sub = (other: Operators | number): this => this.#elementwise('Sub', other)
  mul = (other: Operators | number): this => this.#elementwise('Mul', other)
  min = (other: Operators | number): this => this.#elementwise('Min', other)
  /** −1, 0 or 1 */
  sign = (): this => this.make('Sign', [this.name], this.dims)
  reciprocal = (): this => this.make('Reciprocal', [this.name], this.dims)

  #elementwise(type: string, other: Operators | number): this {
    const right = typeof other === 'number' ? this.#other(this.graph.floats([other], []), [], 'float32') : other
    return this.make(type, [this.name, right.in(this.type).name], broadcast(this.dims, right.dims))
  }

  /** The plain matrix product of [..., a, b] and [..., b, c]. */
  matmul = (other: Operators): this =>
    this.make('MatMul', [this.name, other.in(this.type).name], [...this.dims.slice(0, -1), other.dims.at(-1)!])

  /** The inverse of each matrix [..., n, n]. */
  inverse = (): this => this.make('Inverse', [this.name], this.dims, {}, '', MICROSOFT)

  /** √Σx² over some axes, which keep the length 1. */
  norm(axes: readonly number[]): this {
    const dims = this.dims.map((d, i) => (axes.includes(i) ? 1 : d))
    return this.make('ReduceL2', [this.name, this.graph.integers(axes)], dims)
  }

  /** Σx over some axes, which keep the length 1. */
  sum(axes: readonly number[]): this {
    const dims = this.dims.map((d, i) => (axes.includes(i) ? 1 : d))
    return this.make('ReduceSum', [this.name, this.graph.integers(axes)], dims)
  }

  /** `then()` where this number, [1], is not 0, else `otherwise()`, which has the same shape; only one of them is computed. */
  either<T extends Operators>(then: () => T, otherwise: () => T): T {
    const results: T[] = []
    const write = (side: () => T) => () => results[results.push(side()) - 1]!.name
    const name = this.graph.either(this.in('bool').name, write(then), write(otherwise))
    return results[0]!.#other(name, results[0]!.dims)
  }

  /** The smallest value along the last axis, which keeps the length 1. */
  least = (): this => this.#extreme('ReduceMin')
  /** The largest value along the last axis, which keeps the length 1. */
  most = (): this => this.#extreme('ReduceMax')

  #extreme(type: string): this {
    const axes = this.graph.integers([this.dims.length - 1])
    return this.make(type, [this.name, axes], [...this.dims.slice(0, -1), 1])
  }

  /** The position of the largest value along the last axis, [..., 1] (int64). */
  mostAt = (): this => {
    const dims = [...this.dims.slice(0, -1), 1]
    const name = this.graph.op('ArgMax', [this.name], { axis: this.dims.length - 1 }, { bytes: 8 * sizeOf(dims) })[0]!
    return this.#other(name, dims, 'int64')
  }

  /** The positions of the values along the last axis, the largest value's first (int64). */
  descending(): this {
    const inputs = [this.name, this.graph.integers([this.dims.at(-1)!])]
    const [, positions] = this.graph.op('TopK', inputs, {}, { count: 2, bytes: 8 * sizeOf(this.dims) })
    return this.#other(positions!, this.dims, 'int64')
  }

  /** Rows of each image of this [N, L, D], selected by a list for each image, [N, K] (int64). @returns [N, K, D] */
  rowsAt(indices: Operators): this {
    const [n, k] = indices.dims as [number, number]
    const inputs = [this.name, indices.reshape([n, k, 1]).name]
    return this.make('GatherND', inputs, [n, k, this.dims[2]!], { batch_dims: 1 })
  }

  /** This [N, L] or [N, L, D] with `values` put in place of the rows that `indices`, [N, K] (int64), selects, or added to them. */
  scatter(indices: Operators, values: Operators, how: 'replace' | 'add'): this {
    const [n, k] = indices.dims as [number, number]
    const rows = indices.reshape([n, k, ...this.dims.slice(2).map(() => 1)])
    const all = rows.make('Expand', [rows.name, this.graph.integers(values.dims)], values.dims)
    const reduction = how === 'add' ? 'add' : 'none'
    return this.make('ScatterElements', [this.name, all.name, values.name], this.dims, { axis: 1, reduction })
  }

  /** Entries of one axis, selected by a list of indices, [K] (int64). */
  take = (axis: number, indices: Operators): this =>
    this.make('Gather', [this.name, indices.name], this.dims.with(axis, indices.dims[0]!), { axis })

  /** e^x over its sum along the last axis. */
  softmax(): this {
    const x = this.in('float32')
    return x.make('Softmax', [x.name], x.dims, { axis: -1 }).in(this.type)
  }

  reshape(dims: readonly number[]): this {
    if (sizeOf(dims) !== sizeOf(this.dims)) throw new ShapeError(`${this.name}: [${this.dims}] cannot become [${dims}]`)
    if (dims.join() === this.dims.join()) return this
    return this.make('Reshape', [this.name, this.graph.integers(dims)], dims)
  }

  /** Axis i of the result is axis perm[i] of this. */
  transpose(perm: readonly number[]): this {
    return this.make(
      'Transpose',
      [this.name],
      perm.map(axis => this.dims[axis]!),
      { perm },
    )
  }

  /** This and the others, one after the other along `axis`. */
  concat(others: readonly Operators[], axis: number): this {
    const at = axis < 0 ? this.dims.length + axis : axis
    const length = others.reduce((n, other) => n + other.dims[at]!, this.dims[at]!)
    const dims = this.dims.map((d, i) => (i === at ? length : d))
    return this.make('Concat', [this.name, ...others.map(other => other.in(this.type).name)], dims, { axis: at })
  }

  /** Two equal halves of the last axis. */
  halves(): [this, this] {
    const dims = [...this.dims.slice(0, -1), this.dims.at(-1)! / 2]
    const options = { count: 2, bytes: bytesPer(this.type) * sizeOf(dims) }
    const names = this.graph.op('Split', [this.name], { axis: this.dims.length - 1, num_outputs: 2 }, options)
    return [this.#other(names[0]!, dims), this.#other(names[1]!, dims)]
  }

  /** Elements `from` up to, not including, `to` of one axis. */
  slice(axis: number, from: number, to: number): this {
    const [starts, ends, axes] = [from, to, axis].map(i => this.graph.integers([i])) as [string, string, string]
    const dims = this.dims.map((d, i) => (i === axis ? to - from : d))
    return this.make('Slice', [this.name, starts, ends, axes], dims)
  }

  /** Rows of a table, selected by this int64 value of indices. @returns [...this.dims, D] */
  lookUp<T extends Operators>(table: T): T {
    return table.make('Gather', [table.name, this.name], [...this.dims, table.dims[1]!])
  }

  /** The entry at one position of an axis, selected by `index`, [1]. The axis is removed. */
  pick(axis: number, index: Operators): this {
    const dims = this.dims.filter((_, i) => i !== axis)
    return this.make(
      'Gather',
      [this.name, index.name],
      this.dims.map((d, i) => (i === axis ? 1 : d)),
      { axis },
    ).reshape(dims)
  }

  /** Makes this an output of the graph. */
  output(name: string): void {
    this.graph.output(name, this.in('float32').name, this.dims)
  }

  protected make(
    type: string,
    inputs: readonly string[],
    dims: readonly number[],
    attributes: Readonly<Record<string, Attribute>> = {},
    scope = '',
    domain = '',
  ): this {
    const bytes = bytesPer(this.type) * sizeOf(dims)
    return this.#other(this.graph.op(type, inputs, attributes, { scope, domain, bytes })[0]!, dims)
  }

  /** Another tensor of the graph, of the class that this one has. */
  #other(name: string, dims: readonly number[], type = this.type): this {
    const Class = this.constructor as new (
      graph: Graph,
      name: string,
      dims: readonly number[],
      type: ElementType,
    ) => this
    return new Class(this.graph, name, dims, type)
  }
}

/** NumPy's rule: aligned at the last axis; a length of 1 is repeated. */
function broadcast(a: readonly number[], b: readonly number[]): number[] {
  return Array.from({ length: Math.max(a.length, b.length) }, (_, i) => {
    const [x, y] = [a.at(i - Math.max(a.length, b.length)) ?? 1, b.at(i - Math.max(a.length, b.length)) ?? 1]
    if (x !== y && x !== 1 && y !== 1) throw new ShapeError(`[${a}] and [${b}] do not match`)
    return Math.max(x, y)
  })
}
