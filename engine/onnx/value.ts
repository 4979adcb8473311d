import { ShapeError, sizeOf } from '../tensor/tensor.ts'
import { type Attribute, bytesPer, type ElementType, type Graph } from './graph.ts'
import type { Weights } from './weights.ts'

const MICROSOFT = 'com.microsoft'

/** How a convolution moves over the image; zeros outside. */
export interface Window {
  readonly stride: number
  readonly padding: number
}

/**
 * A tensor that the graph will have when it runs. One method is one ONNX operator or one standard layer; shapes are
 * known while the graph is written, so a checkpoint that does not fit is refused here, by the name of its key.
 *
 * Products and convolutions compute in the graph's type, taking weights of that type straight from their file. What
 * half precision would spoil (the statistics of norms, softmax, angles) is float32 in every graph, and so is what comes in
 * and goes out (docs/decisions/half-precision.md). Two values that meet take the type of the first.
 *
 * N batch · C channels · H×W image or latent size · L tokens · D width
 */
export class Value {
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

  /** The same numbers as another type holds them. */
  in(type: ElementType): Value {
    if (type === this.type) return this
    return new Value(this.graph, this.graph.cast(this.name, type, bytesPer(type) * sizeOf(this.dims)), this.dims, type)
  }

  /** x·Wᵀ + b, W stored [out, in] (PyTorch's Linear), plus the LoRA branches on W. @returns [..., out] */
  linear(w: Weights): Value {
    const [out, width] = [w.dims()[0]!, this.dims.at(-1)!]
    w.expect('weight', [out, width])
    const flat = this.in(this.graph.compute).reshape([sizeOf(this.dims) / width, width])
    const y = flat.#product(w.matrix(), bias(w), w.path)
    return w.adapt(flat, y).reshape([...this.dims.slice(0, -1), out])
  }

  /** Cross-correlation with W stored [out, in, k, k], plus the LoRA branches on W. @returns [N, out, H′, W′] */
  conv2d(w: Weights, { stride = 1, padding = 0 }: Partial<Window> = {}): Value {
    const [, c] = this.#image(w.path)
    const [out, , k] = w.dims() as [number, number, number]
    w.expect('weight', [out, c, k, k])
    const x = this.in(this.graph.compute)
    const y = x.#convolve(w.kernel(), bias(w), { stride, padding }, w.path)
    return w.adapt(x, y, { stride, padding })
  }

  /** One factor of a LoRA branch, without bias: a product with a matrix [r, in], a convolution with [r, in, k, k]. */
  project(factor: Value, window: Window = { stride: 1, padding: 0 }): Value {
    return factor.dims.length === 2 ? this.#product(factor) : this.#convolve(factor, undefined, window)
  }

  /** This [a, c] plus x·wᵀ, x [a, b], w [c, b]. */
  addProduct(x: Value, w: Value): Value {
    return x.#product(w, this)
  }

  /** this·wᵀ + c. @returns [a, out] of this [a, in], w [out, in], c [out] or [a, out] */
  #product(w: Value, c?: Value, scope = ''): Value {
    this.graph.countMultiplyAdds(sizeOf(this.dims) * w.dims[0]!)
    const inputs = [this.name, w.name, ...(c ? [c.name] : [])]
    return this.#make('Gemm', inputs, [this.dims[0]!, w.dims[0]!], { transB: 1 }, scope)
  }

  #convolve(w: Value, b: Value | undefined, { stride, padding }: Window, scope = ''): Value {
    const [n, , height, width] = this.#image(scope || w.name)
    const [out, , k] = w.dims as [number, number, number]
    const strided = (size: number) => Math.floor((size + 2 * padding - k) / stride) + 1
    const dims = [n, out, strided(height), strided(width)]
    this.graph.countMultiplyAdds(n * dims[2]! * dims[3]! * sizeOf(w.dims))
    const attributes = { kernel_shape: [k, k], strides: [stride, stride], pads: Array(4).fill(padding) }
    return this.#make('Conv', [this.name, w.name, ...(b ? [b.name] : [])], dims, attributes, scope)
  }

  /** Pads on the right and below only: with zeros, as the VAE's downsampling does, a mirror image, or the last pixel. */
  padRightBelow(right: number, below = right, mode: 'constant' | 'reflect' | 'edge' = 'constant'): Value {
    const [n, c, height, width] = this.#image('Pad')
    const pads = this.graph.integers([0, 0, 0, 0, 0, 0, below, right])
    return this.#make('Pad', [this.name, pads], [n, c, height + below, width + right], { mode })
  }

  /** Zero mean and unit variance over each of `groups` groups of channels, then γ·x + β — Wu & He 2018, arXiv:1803.08494. */
  groupNorm(w: Weights, eps: number, groups = 32): Value {
    const [n, c] = this.#image(w.path)
    w.expect('weight', [c])
    const ones = this.graph.floats(new Float32Array(groups).fill(1), [groups])
    const zeros = this.graph.floats(new Float32Array(groups), [groups])
    const grouped = this.in('float32').reshape([n, groups, sizeOf(this.dims) / n / groups])
    const inputs = [grouped.name, ones, zeros]
    const y = grouped.#make('InstanceNormalization', inputs, grouped.dims, { epsilon: { float: eps } }, w.path)
    return y
      .reshape(this.dims)
      .mul(w.value('weight', 'float32').reshape([c, 1, 1]))
      .add(w.value('bias', 'float32').reshape([c, 1, 1]))
      .in(this.type)
  }

  /**
   * Zero mean and unit variance over the last axis, then γ·x + β — Ba et al. 2016, arXiv:1607.06450. The operator takes its
   * statistics in float32 whatever x is (its stash_type).
   */
  layerNorm(w: Weights, eps = 1e-5): Value {
    w.expect('weight', [this.dims.at(-1)!])
    const inputs = [this.name, w.value('weight', this.type).name, w.value('bias', this.type).name]
    return this.#make('LayerNormalization', inputs, this.dims, { axis: -1, epsilon: { float: eps } }, w.path)
  }

  /** All of attention as one operator, this being Q [N, L, heads·d]; networks/attention.ts says when. */
  multiHeadAttention(key: Value, value: Value, heads: number, { causal = false } = {}): Value {
    this.graph.countMultiplyAdds(sizeOf(this.dims) * key.dims[1]! * 2)
    const attributes = { num_heads: heads, ...(causal && { unidirectional: 1 }) }
    const inputs = [this.name, key.name, value.name]
    const dims = [...this.dims.slice(0, -1), value.dims.at(-1)!]
    return this.#make('MultiHeadAttention', inputs, dims, attributes, '', MICROSOFT)
  }

  /** x·σ(x) — Elfwing et al. 2017, arXiv:1702.03118. */
  silu = (): Value => this.#make('QuickGelu', [this.name], this.dims, { alpha: { float: 1 } }, '', MICROSOFT)
  /** x·σ(1.702x), the approximation CLIP was trained with — Hendrycks & Gimpel 2016, arXiv:1606.08415, §2. */
  quickGelu = (): Value => this.#make('QuickGelu', [this.name], this.dims, { alpha: { float: 1.702 } }, '', MICROSOFT)
  /** x·Φ(x) — Hendrycks & Gimpel 2016, arXiv:1606.08415. */
  gelu = (): Value => this.#make('Gelu', [this.name], this.dims)
  /** max(x, 0) */
  relu = (): Value => this.#make('Relu', [this.name], this.dims)
  /** x where it is positive, else slope·x — Maas et al. 2013. */
  leakyRelu = (slope: number): Value => this.#make('LeakyRelu', [this.name], this.dims, { alpha: { float: slope } })
  /** x where it is positive, else slope·x with a slope for each channel, [C] — He et al. 2015, arXiv:1502.01852. */
  prelu = (slope: Value): Value =>
    this.#make('PRelu', [this.name, slope.reshape([sizeOf(slope.dims), 1, 1]).name], this.dims)
  /** 1/(1 + e^−x) */
  sigmoid = (): Value => this.#make('Sigmoid', [this.name], this.dims)
  tanh = (): Value => this.#make('Tanh', [this.name], this.dims)
  sin = (): Value => this.#make('Sin', [this.name], this.dims)
  cos = (): Value => this.#make('Cos', [this.name], this.dims)

  add = (other: Value | number): Value => this.#elementwise('Add', other)
  sub = (other: Value | number): Value => this.#elementwise('Sub', other)
  mul = (other: Value | number): Value => this.#elementwise('Mul', other)
  min = (other: Value | number): Value => this.#elementwise('Min', other)
  /** −1, 0 or 1 */
  sign = (): Value => this.#make('Sign', [this.name], this.dims)
  reciprocal = (): Value => this.#make('Reciprocal', [this.name], this.dims)

  #elementwise(type: string, other: Value | number): Value {
    const right = typeof other === 'number' ? new Value(this.graph, this.graph.floats([other], []), []) : other
    return this.#make(type, [this.name, right.in(this.type).name], broadcast(this.dims, right.dims))
  }

  /** The plain matrix product of [..., a, b] and [..., b, c]. */
  matmul(other: Value): Value {
    return this.#make('MatMul', [this.name, other.in(this.type).name], [...this.dims.slice(0, -1), other.dims.at(-1)!])
  }

  /** The inverse of each matrix [..., n, n]. */
  inverse = (): Value => this.#make('Inverse', [this.name], this.dims, {}, '', MICROSOFT)

  /** √Σx² over some axes, which stay with a length of 1. */
  norm(axes: readonly number[]): Value {
    const dims = this.dims.map((d, i) => (axes.includes(i) ? 1 : d))
    return this.#make('ReduceL2', [this.name, this.graph.integers(axes)], dims)
  }

  /** e^x over its sum along the last axis. */
  softmax(): Value {
    const x = this.in('float32')
    return x.#make('Softmax', [x.name], x.dims, { axis: -1 }).in(this.type)
  }

  reshape(dims: readonly number[]): Value {
    if (sizeOf(dims) !== sizeOf(this.dims)) throw new ShapeError(`${this.name}: [${this.dims}] cannot become [${dims}]`)
    if (dims.join() === this.dims.join()) return this
    return this.#make('Reshape', [this.name, this.graph.integers(dims)], dims)
  }

  /** Axis i of the result is axis perm[i] of this. */
  transpose(perm: readonly number[]): Value {
    return this.#make(
      'Transpose',
      [this.name],
      perm.map(axis => this.dims[axis]!),
      { perm },
    )
  }

  /** Two or more values one after the other along `axis`. */
  concat(others: readonly Value[], axis: number): Value {
    const at = axis < 0 ? this.dims.length + axis : axis
    const length = others.reduce((n, other) => n + other.dims[at]!, this.dims[at]!)
    const dims = this.dims.map((d, i) => (i === at ? length : d))
    return this.#make('Concat', [this.name, ...others.map(other => other.in(this.type).name)], dims, { axis: at })
  }

  /** Two equal halves of the last axis. */
  halves(): [Value, Value] {
    const dims = [...this.dims.slice(0, -1), this.dims.at(-1)! / 2]
    const options = { count: 2, bytes: bytesPer(this.type) * sizeOf(dims) }
    const names = this.graph.op('Split', [this.name], { axis: this.dims.length - 1, num_outputs: 2 }, options)
    return [new Value(this.graph, names[0]!, dims, this.type), new Value(this.graph, names[1]!, dims, this.type)]
  }

  /** Elements `from` up to, not including, `to` of one axis. */
  slice(axis: number, from: number, to: number): Value {
    const [starts, ends, axes] = [from, to, axis].map(i => this.graph.integers([i])) as [string, string, string]
    const dims = this.dims.map((d, i) => (i === axis ? to - from : d))
    return this.#make('Slice', [this.name, starts, ends, axes], dims)
  }

  /** Rows of a table, chosen by this int64 value of indices. @returns [...this.dims, D] */
  lookUp(table: Value): Value {
    return table.#make('Gather', [table.name, this.name], [...this.dims, table.dims[1]!])
  }

  /** The entry at one position of an axis, chosen by this value of one index, [1]. The axis goes. */
  pick(axis: number, index: Value): Value {
    const dims = this.dims.filter((_, i) => i !== axis)
    return this.#make(
      'Gather',
      [this.name, index.name],
      this.dims.map((d, i) => (i === axis ? 1 : d)),
      { axis },
    ).reshape(dims)
  }

  /** Every pixel `by` times in both directions. @returns [N, C, by·H, by·W] */
  upsample(by: number): Value {
    const [n, c, height, width] = this.#image('Resize')
    const scales = this.graph.floats([1, 1, by, by], [4])
    const attributes = { mode: 'nearest', coordinate_transformation_mode: 'asymmetric', nearest_mode: 'floor' }
    return this.#make('Resize', [this.name, '', scales], [n, c, by * height, by * width], attributes)
  }

  /** Channels become pixels, r² of them a square — Shi et al. 2016, arXiv:1609.05158, eq. 4. @returns [N, C/r², r·H, r·W] */
  pixelShuffle(r: number): Value {
    const [n, c, height, width] = this.#image('DepthToSpace')
    if (r === 1) return this
    const dims = [n, c / r ** 2, height * r, width * r]
    return this.#make('DepthToSpace', [this.name], dims, { blocksize: r, mode: 'CRD' })
  }

  /** The way back from `pixelShuffle`. @returns [N, r²·C, H/r, W/r] */
  pixelUnshuffle(r: number): Value {
    const [n, c, height, width] = this.#image('pixelUnshuffle')
    const blocks = this.reshape([n, c, height / r, r, width / r, r]).transpose([0, 1, 3, 5, 2, 4])
    return blocks.reshape([n, c * r * r, height / r, width / r])
  }

  /** The mean of every two by two pixels; an odd size is padded by a zero on both sides. @returns [N, C, ⌈H/2⌉, ⌈W/2⌉] */
  halve(): Value {
    const [n, c, height, width] = this.#image('AveragePool')
    const pads = [height % 2, width % 2, height % 2, width % 2]
    const attributes = { kernel_shape: [2, 2], strides: [2, 2], pads, count_include_pad: 1 }
    return this.#make('AveragePool', [this.name], [n, c, Math.ceil(height / 2), Math.ceil(width / 2)], attributes)
  }

  /** The mean over all pixels. @returns [N, C, 1, 1] */
  mean(): Value {
    const [n, c] = this.#image('GlobalAveragePool')
    return this.#make('GlobalAveragePool', [this.name], [n, c, 1, 1])
  }

  /** At every pixel the mean over all of them. */
  leveled(): Value {
    return this.#make('Expand', [this.mean().name, this.graph.integers(this.dims)], this.dims)
  }

  /** [N, C, H, W] as [N, H·W, C]: pixels become tokens. */
  toTokens(): Value {
    const [n, c, height, width] = this.#image('tokens')
    return this.reshape([n, c, height * width]).transpose([0, 2, 1])
  }

  /** The way back from `toTokens`. */
  toImage(height: number, width: number): Value {
    const [n, , c] = this.dims as [number, number, number]
    return this.transpose([0, 2, 1]).reshape([n, c, height, width])
  }

  /** Gives the graph this result under a public name. */
  output(name: string): void {
    this.graph.output(name, this.in('float32').name, this.dims)
  }

  #image(what: string): [number, number, number, number] {
    if (this.dims.length !== 4) throw new ShapeError(`${what} needs [N, C, H, W], got [${this.dims}]`)
    return this.dims as [number, number, number, number]
  }

  #make(
    type: string,
    inputs: readonly string[],
    dims: readonly number[],
    attributes: Readonly<Record<string, Attribute>> = {},
    scope = '',
    domain = '',
  ): Value {
    const bytes = bytesPer(this.type) * sizeOf(dims)
    return new Value(this.graph, this.graph.op(type, inputs, attributes, { scope, domain, bytes })[0]!, dims, this.type)
  }
}

const bias = (w: Weights): Value | undefined => (w.has('bias') ? w.value('bias') : undefined)

/** NumPy's rule: align at the last axis; a length of 1 stretches. */
function broadcast(a: readonly number[], b: readonly number[]): number[] {
  return Array.from({ length: Math.max(a.length, b.length) }, (_, i) => {
    const [x, y] = [a.at(i - Math.max(a.length, b.length)) ?? 1, b.at(i - Math.max(a.length, b.length)) ?? 1]
    if (x !== y && x !== 1 && y !== 1) throw new ShapeError(`[${a}] and [${b}] do not go together`)
    return Math.max(x, y)
  })
}
