import type { Value } from '../onnx/value.ts'
import type { Weights } from '../onnx/weights.ts'
import type { Residuals } from './unet.ts'

/**
 * T2I-Adapter: four features of a reference image, from fine to coarse, that the UNet adds between its encoder blocks — Mou et al.
 * 2023, arXiv:2302.08453, §3.3. They depend neither on the noise nor on the prompt, so they are computed once for all steps.
 *
 *     picture ─ unshuffle ─ conv_in ─▶ body.0, body.1 ─▶ body.2, body.3 ─▶ …        (light: one body per level)
 *                                             │                 │
 *                                          input.2           input.5 …
 *
 * N batch · C channels · H×W latent size
 *
 * @param picture  [N, C, 8·H, 8·W], 0 … 1; for SDXL multiples of 16
 */
export function t2iAdapter(w: Weights, picture: Value): Residuals {
  const isLight = w.has('body.0.out_conv')
  const { unshuffle, places } = adapterForm(w.dims(isLight ? 'body.0.in_conv.weight' : 'conv_in.weight')[1]!)
  const features = (isLight ? light : full)(w, picture.pixelUnshuffle(unshuffle), unshuffle)
  return Object.fromEntries(features.map((feature, i) => [places[i]!, feature]))
}

/**
 * How many pixels become one in each direction, and where in the UNet the features are added. SDXL's adapters begin at half
 * the latent's size, which the inputs of their first layer show: 16² values of one or three channels.
 */
export function adapterForm(firstChannels: number) {
  const isXl = [256, 768].includes(firstChannels)
  return isXl
    ? { unshuffle: 16, places: ['input.3', 'input.5', 'input.8', 'middle'] }
    : { unshuffle: 8, places: ['input.2', 'input.5', 'input.8', 'input.11'] }
}

/** Two res blocks per level; every level except the first begins by halving the size, in SDXL only the third. */
function full(w: Weights, pixels: Value, unshuffle: number): Value[] {
  const halving = unshuffle === 16 ? [4] : [2, 4, 6]
  const blocks: Value[] = []
  let h = convolve(pixels, w.at('conv_in'))
  for (const [i, block] of w.at('body').list().entries())
    blocks.push((h = resBlock(block, halving.includes(i) ? smaller(block, h) : h)))
  return blocks.filter((_, i) => i % 2 === 1)
}

/** Res blocks with a quarter of the channels between two 1×1 convolutions. */
function light(w: Weights, pixels: Value): Value[] {
  const features: Value[] = []
  let h = pixels
  for (const [i, level] of w.at('body').list().entries()) {
    const narrow = (i > 0 ? h.halve() : h).conv2d(level.at('in_conv'))
    const y = level
      .at('body')
      .list()
      .reduce((h, block) => resBlock(block, h), narrow)
    features.push((h = y.conv2d(level.at('out_conv'))))
  }
  return features
}

/** conv–ReLU–conv around a skip, after a convolution where the channels change. */
function resBlock(w: Weights, x: Value): Value {
  const h = w.has('in_conv') ? convolve(x, w.at('in_conv')) : x
  const y = convolve(convolve(h, w.at('block1')).relu(), w.at('block2'))
  return y.add(w.has('skep') ? convolve(h, w.at('skep')) : h)
}

const smaller = (w: Weights, h: Value): Value =>
  w.has('down_opt.op') ? h.conv2d(w.at('down_opt.op'), { stride: 2, padding: 1 }) : h.halve()

/** A convolution that keeps the size. */
const convolve = (h: Value, w: Weights): Value => h.conv2d(w, { padding: w.dims()[2]! >> 1 })
