import type { Image } from '../../../engine/image/image.ts'
import { maskToPlanes } from '../../../engine/image/transform/planes.ts'
import { scaleImage } from '../../../engine/image/transform/scale-image.ts'
import { asPillow } from '../../../engine/tensor/resize/antialias.ts'
import { roundHalfEven } from '../../../engine/tensor/round-half-even.ts'
import { rows, type Tensor } from '../../../engine/tensor/tensor.ts'
import { choice, float, int, optional } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { height, width } from '../../geometry.ts'
import { image, mask } from '../../sockets.ts'
import { turned } from './turned.ts'

const { max, min, trunc } = Math
const side = { min: 0, step: 64 }
const forSize = 'In pixels; for Resize to width & heigth.'
const offset = (help: string) => int({ default: 0, min: -48_000, max: 48_000, step: 10, help })

export default defineNode({
  type: 'Image Overlay',
  title: 'Image Overlay',
  about: 'Places one picture on others, resized and turned (Efficiency Nodes).',
  inputs: {
    base_image: image,
    overlay_image: image,
    overlay_resize: choice(['None', 'Fit', 'Resize by rescale_factor', 'Resize to width & heigth'], {
      help: 'How the overlay is resized; Fit makes it as large as the picture below allows.',
    }),
    resize_method: choice(['nearest-exact', 'bilinear', 'area'], { help: 'area is best for shrinking.' }),
    rescale_factor: float({ default: 1, min: 0.01, max: 16, step: 0.1, help: '2 is twice as wide and high.' }),
    width: width(side, forSize),
    height: height(side, forSize),
    x_offset: offset('Pixels from the left edge.'),
    y_offset: offset('Pixels from the top.'),
    rotation: int({ default: 0, min: -180, max: 180, step: 5, help: 'In degrees, counter-clockwise.' }),
    opacity: float({ default: 0, min: 0, max: 100, step: 5, help: 'How transparent it is, in percent; needs a mask.' }),
    optional_mask: optional({ ...mask, help: '1 (white) hides the overlay. Without a mask all of it is shown.' }),
  },
  outputs: { IMAGE: image },

  run({ base_image, overlay_image, overlay_resize, resize_method: method, optional_mask, ...inputs }) {
    const size = sizeOf(overlay_resize, overlay_image, base_image, inputs)
    const overlay = rows(size ? scaleImage(overlay_image, { ...size, method }) : overlay_image, 0, 1)
    const keep = 1 - inputs.opacity / 100
    const above = turned(
      withAlpha(overlay, optional_mask, alpha => max(0, trunc(alpha * keep))),
      inputs.rotation,
    )
    return { IMAGE: pasted(base_image, above, { x: inputs.x_offset, y: inputs.y_offset }, optional_mask !== undefined) }
  },
})

interface Sizes {
  readonly rescale_factor: number
  readonly width: number
  readonly height: number
}

/** The size that the overlay gets; undefined where it keeps its own. */
function sizeOf(how: string, overlay: Image, base: Image, { rescale_factor, width, height }: Sizes) {
  const [, h = 1, w = 1] = overlay.dims
  const ratio = min(base.dims[1]! / h, base.dims[2]! / w)
  if (how === 'Fit') return { width: roundHalfEven(w * ratio), height: roundHalfEven(h * ratio) }
  if (how === 'Resize by rescale_factor') return { width: trunc(w * rescale_factor), height: trunc(h * rescale_factor) }
  return how === 'None' ? undefined : { width, height }
}

const toByte = (value: number) => trunc(min(max(value * 255, 0), 255))

/** [1, H, W, C] in 0…1 and a mask that hides → [1, H, W, 4] of bytes. */
function withAlpha({ dims, data }: Image, hides: Tensor | undefined, faded: (alpha: number) => number): Tensor {
  const [, h = 0, w = 0, channels = 3] = dims
  const hidden = hides && asPillow(rows(maskToPlanes(hides), 0, 1), h, w, 'bicubic').data
  const out = new Float32Array(h * w * 4)
  for (let i = 0; i < h * w; i++) {
    for (let c = 0; c < 3; c++) out[4 * i + c] = toByte(data[channels * i + c]!)
    out[4 * i + 3] = faded(255 - Math.round((hidden?.[i] ?? 0) * 255))
  }
  return { dims: [1, h, w, 4], data: out }
}

/** As Pillow pastes it: by its alpha, or whole. What extends beyond the edges is cut off. */
function pasted(base: Image, above: Tensor, { x, y }: { x: number; y: number }, byAlpha: boolean): Image {
  const [n = 0, H = 0, W = 0, channels = 3] = base.dims
  const [, h = 0, w = 0] = above.dims
  const data = base.data.map(value => toByte(value) / 255)
  for (let picture = 0; picture < n; picture++)
    for (let row = max(0, -y); row < min(h, H - y); row++)
      for (let column = max(0, -x); column < min(w, W - x); column++) {
        const from = (row * w + column) * 4
        const to = ((picture * H + y + row) * W + x + column) * channels
        const alpha = byAlpha ? above.data[from + 3]! : 255
        for (let c = 0; c < min(3, channels); c++) {
          const sum = above.data[from + c]! * alpha + Math.round(data[to + c]! * 255) * (255 - alpha) + 128
          data[to + c] = (((sum >> 8) + sum) >> 8) / 255
        }
      }
  return { dims: base.dims, data }
}
