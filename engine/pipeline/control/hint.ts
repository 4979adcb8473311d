import type { Image } from '../../image/image.ts'
import { toPlanes } from '../../image/transform/planes.ts'
import { scale } from '../../tensor/resize/scale.ts'
import type { Tensor } from '../../tensor/tensor.ts'

export interface HintForm {
  readonly channels: number
  /** Width and height are multiples of this. */
  readonly multiple: number
}

/**
 * A reference image as a ControlNet reads it: eight times the latent's size (or slightly more, where the network needs larger
 * multiples), cropped to its proportions around the middle, nearest pixels, values unchanged. As in ComfyUI a prompt that
 * counts only in an area uses the whole image, scaled to that area.
 *
 * @param latent  [h, w] of the evaluated area
 * @returns       [N, channels, H, W], 0 … 1
 */
export function hintFor(picture: Image, { channels, multiple }: HintForm, latent: readonly [number, number]): Tensor {
  const [height, width] = latent.map(size => Math.ceil((8 * size) / multiple) * multiple) as [number, number]
  const planes = withChannels(toPlanes(picture), channels)
  return scale(planes, { width, height, method: 'nearest-exact', crop: 'center' })
}

/** Grey is repeated for colour, colour becomes grey by its mean; alpha is ignored. */
function withChannels({ dims, data }: Tensor, wanted: number): Tensor {
  const [n, have, h, w] = dims as [number, number, number, number]
  const colors = have >= 3 ? 3 : 1
  const plane = (i: number, c: number) => data.subarray((i * have + c) * h * w, (i * have + c + 1) * h * w)
  const mean = (i: number) =>
    plane(i, 0).map(
      (_, p) => Array.from({ length: colors }, (_, c) => plane(i, c)[p]!).reduce((a, b) => a + b) / colors,
    )
  const out = new Float32Array(n * wanted * h * w)
  for (let i = 0; i < n; i++)
    for (let c = 0; c < wanted; c++)
      out.set(wanted < colors ? mean(i) : plane(i, Math.min(c, colors - 1)), (i * wanted + c) * h * w)
  return { dims: [n, wanted, h, w], data: out }
}
