import type { Value } from '../../onnx/value.ts'
import type { Weights } from '../../onnx/weights.ts'

/**
 * Real-ESRGAN's compact network SRVGGNetCompact (realesr-general, realesr-animevideo) — Wang et al. 2021,
 * https://github.com/xinntao/Real-ESRGAN/blob/master/realesrgan/archs/srvgg_arch.py.
 *
 *     picture ─┬─ body: convolution, PReLU, convolution … ─ pixel-shuffle ─ + ─▶
 *              └─ nearest ×scale ───────────────────────────────────────────┘
 *
 * @returns [N, 3, scale·H, scale·W]
 */
export function srvgg(w: Weights, picture: Value, scale: number): Value {
  const layers = w.at('body').numbered()
  const h = layers.reduce(
    (h, layer) => (layer.dims().length === 1 ? h.prelu(layer.value('weight')) : h.conv2d(layer, { padding: 1 })),
    picture,
  )
  return h.pixelShuffle(scale).add(picture.upsample(scale))
}
