import type { Value } from '../onnx/value.ts'
import type { Weights } from '../onnx/weights.ts'

/**
 * TAESD, a small and fast replacement for the image autoencoder — Bohan 2023, https://github.com/madebyollin/taesd.
 *
 *     latent·scale ─ tanh ─ conv ─ [blocks ─ ×2 ─ conv] … ─ block ─ conv ─▶ picture, 0 … 1
 *     picture, 0 … 1 ─ conv ─ block ─ [conv, stride 2 ─ blocks] … ─ conv ─▶ latent·scale
 *
 * It was trained on latents in the model's scale; here latents are in VAE scale and pictures −1 … 1, as for the large VAE. The
 * layers are numbered, as in a PyTorch Sequential; a convolution without bias changes the size.
 *
 * @param scale  the factor from VAE scale to the model's scale
 */
export function taesdDecoder(w: Weights, latent: Value, scale: number): Value {
  // 3·tanh(z/3): close to z near 0, never beyond ±3.
  const z = latent
    .mul(scale / 3)
    .tanh()
    .mul(3)
  const picture = w.numbered().reduce((h, layer, i) => {
    if (layer.has('conv')) return block(layer, h)
    if (!layer.has('bias')) return h.upsample(2).conv2d(layer, { padding: 1 })
    const y = h.conv2d(layer, { padding: 1 })
    return i === 0 ? y.relu() : y
  }, z)
  return picture.mul(2).add(-1)
}

/** @returns [N, 4, h, w] in VAE scale */
export function taesdEncoder(w: Weights, image: Value, scale: number): Value {
  const latent = w
    .numbered()
    .reduce(
      (h, layer) =>
        layer.has('conv') ? block(layer, h) : h.conv2d(layer, { padding: 1, stride: layer.has('bias') ? 1 : 2 }),
      image.mul(0.5).add(0.5),
    )
  return latent.mul(1 / scale)
}

/** Three convolutions around a skip. */
function block(w: Weights, x: Value): Value {
  const [a, b, c] = w.at('conv').numbered() as [Weights, Weights, Weights]
  const h = x.conv2d(a, { padding: 1 }).relu().conv2d(b, { padding: 1 }).relu()
  return h.conv2d(c, { padding: 1 }).add(x).relu()
}
