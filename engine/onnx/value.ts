import { ShapeError, sizeOf } from '../tensor/tensor.ts'
import type { Graph } from './graph.ts'
import type { ElementType } from './messages.ts'
import { MICROSOFT, Operators } from './operators.ts'

/** How a convolution moves over the image; outside there are zeros. */
export interface Window {
  readonly stride: number
  readonly padding: number
}

/** How a transposed convolution moves; `extra` more pixels on the right and below. */
interface TransposedWindow {
  readonly stride: number
  readonly padding?: number
  readonly extra?: number
}

/** The weights of one layer, as a layer needs them; weights.ts reads them from a file. */
interface LayerWeights {
  /** Where the layer is in the network: its name in errors and profiles. */
  readonly path: string
  has(name: string): boolean
  dims(name?: string): readonly number[]
  expect(name: string, dims: readonly number[]): void
  value(name: string, type?: ElementType): Value
  /** @param positions  how many results of the layer it is applied to: tokens or pixels */
  kernel(positions?: number): Value
  matrix(positions?: number): Value
  adapt(x: Value, y: Value, window?: Window): Value
}

/**
 * A tensor of the graph with the standard layers and the operators on images. Shapes are known while the graph is written,
 * so a checkpoint that does not fit is refused here, with the name of its key.
 *
 * Products and convolutions compute in the graph's type and take weights of that type directly from their file. What half
 * precision would damage (the statistics of norms, softmax, angles) is float32 in every graph, and so are the inputs and
 * outputs (docs/decisions/half-precision.md).
 *
 * N batch · C channels · H×W image or latent size · L tokens · D width
 */
export class Value extends Operators {
  /** An input of the graph. */
  static input(graph: Graph, name: string, dims: readonly number[], type: ElementType = 'float32'): Value {
    return new Value(graph, graph.input(name, dims, type), dims, type)
  }

  /** Numbers stored in the graph. */
  static constant(graph: Graph, values: readonly number[] | Float32Array, dims: readonly number[]): Value {
    return new Value(graph, graph.floats(values, dims), dims)
  }

  /** x·Wᵀ + b, W stored [out, in] (PyTorch's Linear), plus the LoRA branches on W. @returns [..., out] */
  linear(w: LayerWeights): Value {
    const [out, width] = [w.dims()[0]!, this.dims.at(-1)!]
    w.expect('weight', [out, width])
    const flat = this.in(this.graph.compute).reshape([sizeOf(this.dims) / width, width])
    const y = flat.#product(w.matrix(flat.dims[0]), bias(w), w.path)
    return w.adapt(flat, y).reshape([...this.dims.slice(0, -1), out])
  }

  /** Cross-correlation with W stored [out, in, k, k], plus the LoRA branches on W. @returns [N, out, H′, W′] */
  conv2d(w: LayerWeights, { stride = 1, padding = 0 }: Partial<Window> = {}): Value {
    const [n, c, height, width] = this.#image(w.path)
    const [out, , k] = w.dims() as [number, number, number]
    w.expect('weight', [out, c, k, k])
    const x = this.in(this.graph.compute)
    const strided = stridedBy(k, { stride, padding })
    const kernel = w.kernel(n * strided(height) * strided(width))
    const y = x.#convolve(kernel, bias(w), { stride, padding }, w.path)
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
    return this.make('Gemm', inputs, [this.dims[0]!, w.dims[0]!], { transB: 1 }, scope)
  }

  #convolve(w: Value, b: Value | undefined, { stride, padding }: Window, scope = ''): Value {
    const [n, , height, width] = this.#image(scope || w.name)
    const [out, , k] = w.dims as [number, number, number]
    const strided = stridedBy(k, { stride, padding })
    const dims = [n, out, strided(height), strided(width)]
    this.graph.countMultiplyAdds(n * dims[2]! * dims[3]! * sizeOf(w.dims))
    const attributes = { kernel_shape: [k, k], strides: [stride, stride], pads: Array(4).fill(padding) }
    return this.make('Conv', [this.name, w.name, ...(b ? [b.name] : [])], dims, attributes, scope)
  }

  /** Pads only on the right and below: with zeros (the VAE's downsampling), a mirror image, or the last pixel. */
  padRightBelow(right: number, below = right, mode: 'constant' | 'reflect' | 'edge' = 'constant'): Value {
    const [n, c, height, width] = this.#image('Pad')
    const pads = this.graph.integers([0, 0, 0, 0, 0, 0, below, right])
    return this.make('Pad', [this.name, pads], [n, c, height + below, width + right], { mode })
  }

  /** Zero mean and unit variance over each of `groups` groups of channels, then γ·x + β — Wu & He 2018, arXiv:1803.08494. */
  groupNorm(w: LayerWeights, eps: number, groups = 32): Value {
    const [n, c] = this.#image(w.path)
    w.expect('weight', [c])
    const ones = this.graph.floats(new Float32Array(groups).fill(1), [groups])
    const zeros = this.graph.floats(new Float32Array(groups), [groups])
    const grouped = this.in('float32').reshape([n, groups, sizeOf(this.dims) / n / groups])
    const inputs = [grouped.name, ones, zeros]
    const y = grouped.make('InstanceNormalization', inputs, grouped.dims, { epsilon: { float: eps } }, w.path)
    return y
      .reshape(this.dims)
      .mul(w.value('weight', 'float32').reshape([c, 1, 1]))
      .add(w.value('bias', 'float32').reshape([c, 1, 1]))
      .in(this.type)
  }

  /**
   * Zero mean and unit variance over the last axis, then γ·x + β — Ba et al. 2016, arXiv:1607.06450. The operator
   * computes its statistics in float32 for every type of x (its stash_type).
   */
  layerNorm(w: LayerWeights, eps = 1e-5): Value {
    w.expect('weight', [this.dims.at(-1)!])
    const inputs = [this.name, w.value('weight', this.type).name, w.value('bias', this.type).name]
    return this.make('LayerNormalization', inputs, this.dims, { axis: -1, epsilon: { float: eps } }, w.path)
  }

  /** Attention as one operator; this is Q, [N, L, heads·d]. networks/attention.ts decides when. */
  multiHeadAttention(key: Value, value: Value, heads: number, { causal = false } = {}): Value {
    this.graph.countMultiplyAdds(sizeOf(this.dims) * key.dims[1]! * 2)
    const attributes = { num_heads: heads, ...(causal && { unidirectional: 1 }) }
    const inputs = [this.name, key.name, value.name]
    const dims = [...this.dims.slice(0, -1), value.dims.at(-1)!]
    return this.make('MultiHeadAttention', inputs, dims, attributes, '', MICROSOFT)
  }

  /** A transposed convolution, W stored [in, out, k, k]. @returns [N, out, stride·(H − 1) + k + extra − 2·padding, …] */
  convTranspose2d(w: LayerWeights, { stride, padding = 0, extra = 0 }: TransposedWindow): Value {
    const [n, c, height, width] = this.#image(w.path)
    const [, out, k] = w.dims() as [number, number, number]
    w.expect('weight', [c, out, k, k])
    const size = (side: number) => stride * (side - 1) + k + extra - 2 * padding
    this.graph.countMultiplyAdds(n * height * width * c * out * k * k)
    const b = bias(w)
    const inputs = [this.in(this.graph.compute).name, w.kernel().name, ...(b ? [b.name] : [])]
    const window = { kernel_shape: [k, k], strides: [stride, stride], pads: Array(4).fill(padding) }
    const attributes = { ...window, output_padding: [extra, extra] }
    return this.make('ConvTranspose', inputs, [n, out, size(height), size(width)], attributes, w.path)
  }

  /** γ·(x − mean)/√(variance + ε) + β with the statistics of the training — Ioffe & Szegedy 2015, arXiv:1502.03167. */
  batchNorm(w: LayerWeights, eps = 1e-5): Value {
    const [, c] = this.#image(w.path)
    w.expect('weight', [c])
    const inputs = ['weight', 'bias', 'running_mean', 'running_var'].map(name => w.value(name, this.type).name)
    return this.make('BatchNormalization', [this.name, ...inputs], this.dims, { epsilon: { float: eps } }, w.path)
  }

  /** A mirror image of `by` pixels on each side, without the pixels at the edge. */
  padMirrored(by: number): Value {
    const [n, c, height, width] = this.#image('Pad')
    if (by === 0) return this
    const pads = this.graph.integers([0, 0, by, by, 0, 0, by, by])
    return this.make('Pad', [this.name, pads], [n, c, height + 2 * by, width + 2 * by], { mode: 'reflect' })
  }

  /** Every pixel `by` times in both directions. @returns [N, C, by·H, by·W] */
  upsample(by: number): Value {
    const [n, c, height, width] = this.#image('Resize')
    const scales = this.graph.floats([1, 1, by, by], [4])
    const attributes = { mode: 'nearest', coordinate_transformation_mode: 'asymmetric', nearest_mode: 'floor' }
    return this.make('Resize', [this.name, '', scales], [n, c, by * height, by * width], attributes)
  }

  /** Channels become pixels, r² of them a square — Shi et al. 2016, arXiv:1609.05158, eq. 4. @returns [N, C/r², r·H, r·W] */
  pixelShuffle(r: number): Value {
    const [n, c, height, width] = this.#image('DepthToSpace')
    if (r === 1) return this
    const dims = [n, c / r ** 2, height * r, width * r]
    return this.make('DepthToSpace', [this.name], dims, { blocksize: r, mode: 'CRD' })
  }

  /** The inverse of `pixelShuffle`. @returns [N, r²·C, H/r, W/r] */
  pixelUnshuffle(r: number): Value {
    const [n, c, height, width] = this.#image('pixelUnshuffle')
    const blocks = this.reshape([n, c, height / r, r, width / r, r]).transpose([0, 1, 3, 5, 2, 4])
    return blocks.reshape([n, c * r * r, height / r, width / r])
  }

  /** The mean of every 2×2 pixels; an odd size is padded with one zero on both sides. @returns [N, C, ⌈H/2⌉, ⌈W/2⌉] */
  halve(): Value {
    const [n, c, height, width] = this.#image('AveragePool')
    const pads = [height % 2, width % 2, height % 2, width % 2]
    const attributes = { kernel_shape: [2, 2], strides: [2, 2], pads, count_include_pad: 1 }
    return this.make('AveragePool', [this.name], [n, c, Math.ceil(height / 2), Math.ceil(width / 2)], attributes)
  }

  /** The mean over all pixels. @returns [N, C, 1, 1] */
  mean(): Value {
    const [n, c] = this.#image('GlobalAveragePool')
    return this.make('GlobalAveragePool', [this.name], [n, c, 1, 1])
  }

  /** The mean over all pixels, at every pixel. */
  leveled(): Value {
    return this.make('Expand', [this.mean().name, this.graph.integers(this.dims)], this.dims)
  }

  /** One number as a tensor of these dimensions and type. */
  expanded(dims: readonly number[], type: ElementType): Value {
    const one = this.in(type)
    return one.make('Expand', [one.name, this.graph.integers(dims)], dims)
  }

  /** [N, C, H, W] as [N, H·W, C]: pixels become tokens. */
  toTokens(): Value {
    const [n, c, height, width] = this.#image('tokens')
    return this.reshape([n, c, height * width]).transpose([0, 2, 1])
  }

  /** The inverse of `toTokens`. */
  toImage(height: number, width: number): Value {
    const [n, , c] = this.dims as [number, number, number]
    return this.transpose([0, 2, 1]).reshape([n, c, height, width])
  }

  #image(what: string): [number, number, number, number] {
    if (this.dims.length !== 4) throw new ShapeError(`${what} needs [N, C, H, W], got [${this.dims}]`)
    return this.dims as [number, number, number, number]
  }
}

const bias = (w: LayerWeights): Value | undefined => (w.has('bias') ? w.value('bias') : undefined)

/** The size of a side after a convolution with a k×k kernel. */
const stridedBy =
  (k: number, { stride, padding }: Window) =>
  (size: number): number =>
    Math.floor((size + 2 * padding - k) / stride) + 1
