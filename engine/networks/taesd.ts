import type { LatentNumbers } from '../checkpoint/family.ts'
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
 * @param latents  how the model reads latents in VAE scale
 */
export function taesdDecoder(w: Weights, latent: Value, { scale, shift }: LatentNumbers): Value {
  // 3·tanh(z/3): close to z near 0, never beyond ±3.
  const z = (shift === 0 ? latent : latent.add(-shift))
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

/** @returns [N, C, h, w] in VAE scale */
export function taesdEncoder(w: Weights, image: Value, { scale, shift }: LatentNumbers): Value {
  const latent = w
    .numbered()
    .reduce(
      (h, layer) =>
        layer.has('conv') ? block(layer, h) : h.conv2d(layer, { padding: 1, stride: layer.has('bias') ? 1 : 2 }),
      image.mul(0.5).add(0.5),
    )
  const inVaeScale = latent.mul(1 / scale)
  return shift === 0 ? inVaeScale : inVaeScale.add(shift)
}

/** Three convolutions around a skip; Flux.2's first add a normalised copy. */
function block(w: Weights, input: Value): Value {
  const x = w.has('pool') ? input.add(normalised(w.at('pool'), input)) : input
  const [a, b, c] = w.at('conv').numbered() as [Weights, Weights, Weights]
  const h = x.conv2d(a, { padding: 1 }).relu().conv2d(b, { padding: 1 }).relu()
  return h.conv2d(c, { padding: 1 }).add(x).relu()
}

/** A group norm of 4 groups between two convolutions of 1×1 pixel. */
const normalised = (w: Weights, x: Value): Value => x.conv2d(w.at(0)).groupNorm(w.at(1), 1e-5, 4).relu().conv2d(w.at(3))
