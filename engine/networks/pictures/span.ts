import { Value } from '../../onnx/value.ts'
import type { Weights } from '../../onnx/weights.ts'

/**
 * SPAN — Wan et al. 2023, arXiv:2311.12770, §3; the layout is https://github.com/hongyuanyu/SPAN.
 *
 *     picture ─ conv_1 = f ─ block_1 = b₁ ─ … block_5 ─ block_6 ─ conv_2 = g;   a = first convolution of block_6
 *     conv_cat(f, g, b₁, a) ─ upsampler ─ pixel-shuffle ─▶
 *
 * @returns [N, 3, scale·H, scale·W]
 */
export function span(w: Weights, picture: Value, scale: number): Value {
  const f = convolution(w.at('conv_1'), w.has('no_norm') ? picture : normalized(picture))
  const first = attentionBlock(w.at('block_1'), f)
  const fifth = ['block_2', 'block_3', 'block_4', 'block_5'].reduce(
    (h, name) => attentionBlock(w.at(name), h).out,
    first.out,
  )
  const sixth = attentionBlock(w.at('block_6'), fifth)
  const g = convolution(w.at('conv_2'), sixth.out)
  const joined = f.concat([g, first.out, sixth.inner], 1).conv2d(w.at('conv_cat'))
  return joined.conv2d(w.at('upsampler.0'), { padding: 1 }).pixelShuffle(scale)
}

/** The mean colour of its training pictures, DIV2K. */
const MEAN = [0.4488, 0.4371, 0.404]

/** (x − mean)·255 */
function normalized(picture: Value): Value {
  const mean = Value.constant(picture.graph, MEAN, [3, 1, 1])
  return picture.sub(mean).mul(255)
}

/** y = (h + x)·(σ(h) − ½): attention without parameters, large where h is far from 0. */
function attentionBlock(w: Weights, x: Value): { out: Value; inner: Value } {
  const inner = convolution(w.at('c1_r'), x)
  const h = convolution(w.at('c3_r'), convolution(w.at('c2_r'), inner.silu()).silu())
  return { out: h.add(x).mul(h.sigmoid().add(-0.5)), inner }
}

/**
 * Three convolutions in a row, 1×1, 3×3 and 1×1, without activations between them, and a parallel 1×1 one. The three are
 * linear, so they are combined into one 3×3 convolution with a quarter of the work:
 *
 *   W = W₃·W₂·W₁,   b = W₃·(Σₖ W₂·b₁ + b₂) + b₃
 */
function convolution(w: Weights, x: Value): Value {
  const [one, two, three] = w.at('conv').numbered() as [Weights, Weights, Weights]
  const [inner2, inner1, k] = two.dims() as [number, number, number]
  const [inputs, outputs] = [one.dims()[1]!, three.dims()[0]!]
  const rows = two
    .value('weight')
    .transpose([0, 2, 3, 1])
    .reshape([inner2 * k * k, inner1])
  const W3 = three.matrix()

  const W = W3.matmul(rows.matmul(one.matrix()).reshape([inner2, k * k * inputs]))
    .reshape([outputs, k, k, inputs])
    .transpose([0, 3, 1, 2])
  const ones = Value.constant(w.graph, new Float32Array(k * k).fill(1), [k * k, 1])
  const summed = rows
    .matmul(column(one.value('bias')))
    .reshape([inner2, k * k])
    .matmul(ones)
  const b = W3.matmul(summed.add(column(two.value('bias')))).add(column(three.value('bias')))
  return x
    .project(W, { stride: 1, padding: (k - 1) / 2 })
    .add(b.reshape([outputs, 1, 1]))
    .add(x.conv2d(w.at('sk')))
}

const column = (bias: Value): Value => bias.reshape([...bias.dims, 1])
