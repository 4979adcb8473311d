import { Value } from '../../onnx/value.ts'
import type { Weights } from '../../onnx/weights.ts'

/**
 * LaMa as an ONNX graph — Suvorov et al. 2021, arXiv:2109.07161: a network of fast Fourier convolutions (Chi et al. 2020), whose
 * channels are a local and a global part. The global part is also convolved in the frequency domain, where one pixel sees
 * the whole picture.
 *
 *     (picture, mask) ─ 7×7 ─ three halvings ─ blocks around skips ─ three doublings ─ 7×7 ─ σ ─▶
 *
 * The layout is the authors': layers by number, whose keys decide their kind.
 *
 * @param picture  [1, 3, H, W], 0 … 1, 0 where the mask is set; sides are multiples of 8
 * @param mask     [1, 1, H, W], 1 where it is painted
 * @returns        [1, 3, H, W], 0 … 1
 */
export function lama(w: Weights, picture: Value, mask: Value): Value {
  let h: Branches = { local: picture.concat([mask], 1) }
  for (const layer of w.numbered()) {
    if (layer.has('ffc')) h = convolved(layer, h)
    else if (layer.has('conv1')) h = block(layer, h)
    else h = { local: plain(layer, joined(h)) }
  }
  return joined(h).sigmoid()
}

/** The channels of one layer. */
interface Branches {
  readonly local?: Value | undefined
  readonly global?: Value | undefined
}

function joined({ local, global }: Branches): Value {
  if (!local) return global!
  return global ? local.concat([global], 1) : local
}

/** A layer of the decoder, or the last one. */
function plain(w: Weights, x: Value): Value {
  if (w.has('running_mean')) return x.batchNorm(w).relu()
  const k = w.dims()[2]!
  return k === 7 ? x.padMirrored(3).conv2d(w) : x.convTranspose2d(w, { stride: 2, padding: 1, extra: 1 })
}

function block(w: Weights, x: Branches): Branches {
  const y = convolved(w.at('conv2'), convolved(w.at('conv1'), x))
  return { local: sum(x.local, y.local), global: sum(x.global, y.global) }
}

const sum = (a: Value | undefined, b: Value | undefined): Value | undefined => (a && b ? a.add(b) : (a ?? b))

/** A fast Fourier convolution, normalised. Of a layer that leads from one to two branches, some parts are missing. */
function convolved(w: Weights, { local, global }: Branches): Branches {
  const ffc = w.at('ffc')
  const part = (name: string, x: Value | undefined) => (x && ffc.has(name) ? convolution(ffc.at(name), x) : undefined)
  const spectral = global && ffc.has('convg2g') ? spectralTransform(ffc.at('convg2g'), global) : undefined
  const [l, g] = [sum(part('convl2l', local), part('convg2l', global)), sum(part('convl2g', local), spectral)]
  return { local: l?.batchNorm(w.at('bn_l')).relu(), global: g?.batchNorm(w.at('bn_g')).relu() }
}

/** With mirrored edges. Layers that widen the channels halve the picture, except for the first. */
function convolution(w: Weights, x: Value): Value {
  const [, , k] = w.dims() as [number, number, number]
  const isHalving = k === 3 && !/conv[12]\.ffc/.test(w.path)
  return x.padMirrored((k - 1) / 2).conv2d(w, { stride: isHalving ? 2 : 1 })
}

function spectralTransform(w: Weights, x: Value): Value {
  const y = x.conv2d(w.at('conv1.0')).batchNorm(w.at('conv1.1')).relu()
  return y.add(fourierUnit(w.at('fu'), y)).conv2d(w.at('conv2'))
}

/** A 1×1 convolution of the picture's spectrum, real and imaginary parts as channels. */
function fourierUnit(w: Weights, x: Value): Value {
  const [, , height, width] = x.dims as [number, number, number, number]
  const { real, imaginary } = spectrum(x)
  const [n, c, m] = real.dims as [number, number, number]
  const apart = (v: Value) => v.reshape([n, v.dims[1]!, 1, m * height])
  const both = apart(real)
    .concat([apart(imaginary)], 2)
    .reshape([n, 2 * c, m, height])
  const y = both.conv2d(w.at('conv_layer')).batchNorm(w.at('bn')).relu()
  const out = y.dims[1]! / 2
  const pairs = y.reshape([n, out, 2, m * height])
  const one = (i: number) => pairs.slice(2, i, i + 1).reshape([n, out, m, height])
  return picture({ real: one(0), imaginary: one(1) }, width)
}

/** Half of the frequencies along the width, all along the height: [N, C, W/2 + 1, H]. */
interface Spectrum {
  readonly real: Value
  readonly imaginary: Value
}

/** The discrete Fourier transform as products with its matrices; its factor makes it an isometry. */
function spectrum(x: Value): Spectrum {
  const [, , height, width] = x.dims as [number, number, number, number]
  const half = Math.floor(width / 2) + 1
  const scale = 1 / Math.sqrt(height * width)
  const across = (wave: Wave) => x.matmul(waves(x, wave, width, [width, half], scale)).transpose([0, 1, 3, 2])
  const along = (v: Value, wave: Wave) => v.matmul(waves(x, wave, height, [height, height], 1))
  const [re, im] = [across(Math.cos), across(t => -Math.sin(t))]
  return {
    real: along(re, Math.cos).add(along(im, Math.sin)),
    imaginary: along(im, Math.cos).sub(along(re, Math.sin)),
  }
}

/** The inverse: [N, C, H, W]. The frequencies that are left out are the conjugates of the others, which count twice. */
function picture({ real, imaginary }: Spectrum, width: number): Value {
  const height = real.dims[3]!
  const half = real.dims[2]!
  const scale = 1 / Math.sqrt(height * width)
  const along = (v: Value, wave: Wave) => v.matmul(waves(v, wave, height, [height, height], 1))
  const re = along(real, Math.cos).sub(along(imaginary, Math.sin)).transpose([0, 1, 3, 2])
  const im = along(imaginary, Math.cos).add(along(real, Math.sin)).transpose([0, 1, 3, 2])
  const twice = (m: number) => (m === 0 || 2 * m === width ? scale : 2 * scale)
  const back = (v: Value, wave: Wave) => v.matmul(waves(v, wave, width, [half, width], twice))
  return back(re, Math.cos).sub(back(im, Math.sin))
}

type Wave = (angle: number) => number

/** wave(2π·i·j/length), times a factor of row i. */
function waves(
  { graph }: Value,
  wave: Wave,
  length: number,
  [rows, columns]: readonly [number, number],
  factor: number | ((row: number) => number),
): Value {
  const values = Float32Array.from({ length: rows * columns }, (_, at) => {
    const [i, j] = [Math.floor(at / columns), at % columns]
    const by = typeof factor === 'number' ? factor : factor(i)
    return by * wave((2 * Math.PI * ((i * j) % length)) / length)
  })
  return Value.constant(graph, values, [rows, columns])
}
