import { RangeInputError } from '../../errors.ts'
import { affordable, pieces } from '../affordable.ts'
import { repeatBatch } from '../batch.ts'
import { cut } from '../cut.ts'
import { roundHalfEven } from '../round-half-even.ts'
import { ShapeError, type Tensor } from '../tensor.ts'
import { type ResizeMethod, resize } from './resize.ts'

const { floor, min } = Math

/** In ComfyUI's combo order. `center` crops to the new proportions, `disabled` distorts. */
export const crops = ['disabled', 'center'] as const

export interface Scaling {
  readonly width: number
  readonly height: number
  readonly method: ResizeMethod
  readonly crop?: (typeof crops)[number]
}

/**
 * Resizes as ComfyUI's nodes do.
 *
 * @param x        [N, C, H, W]; for `lanczos` values in [0, 1]
 * @param rowAxis  1 for [N, H, W, C]
 * @returns        [N, C, height, width]
 * @throws         RangeInputError when a side is 0, or it needs too much memory
 */
export function scale(x: Tensor, { width, height, method, crop = 'disabled' }: Scaling, rowAxis: 1 | 2 = 2): Tensor {
  const [n, rows] = [x.dims[0]!, x.dims[rowAxis]!]
  const channels = x.dims[rowAxis === 1 ? 3 : 1] ?? 1
  if (width < 1 || height < 1)
    throw new RangeInputError(`${width}×${height} is not a size. Each side must have at least 1 pixel.`)
  // What is as wide as the result and as high as before is there at the same time.
  affordable([n, channels, height + rows, width], pieces(n, width, height))
  const cropped = crop === 'center' ? centerCrop(x, width, height, rowAxis) : x
  return resize(cropped, { width, height, method }, rowAxis)
}

/**
 * The largest part in the middle of [N, C, H, W], or of [N, H, W, C] with rowAxis 1, that has the proportions of width × height (to a pixel): ComfyUI's crop
 * "center", which comes before resizing. At least one row and one column remain.
 */
export function centerCrop(picture: Tensor, width: number, height: number, rowAxis: 1 | 2 = 2): Tensor {
  const [H, W] = [picture.dims[rowAxis]!, picture.dims[rowAxis + 1]!]
  const [old, wanted] = [W / H, width / height]
  const x = old > wanted ? roundHalfEven((W - W * (wanted / old)) / 2) : 0
  const y = old < wanted ? roundHalfEven((H - H * (old / wanted)) / 2) : 0
  const [left, top] = [min(x, floor((W - 1) / 2)), min(y, floor((H - 1) / 2))]
  return cut(picture, rowAxis, { x: left, y: top, width: W - 2 * left, height: H - 2 * top })
}

/**
 * `x` at the size of `like`, cropped to its proportions; the batch stays.
 *
 * @throws ShapeError when they differ in channels
 */
export function fitTo(x: Tensor, like: Tensor, method: ResizeMethod): Tensor {
  const [, channels, height = 1, width = 1] = like.dims
  if (x.dims[1] !== channels)
    throw new ShapeError(
      `${channels} channels and ${x.dims[1]} channels do not match: both inputs must come from models of the same family`,
    )
  if (x.dims[2] === height && x.dims[3] === width) return x
  return scale(x, { width, height, method, crop: 'center' })
}

/** `x` with the size and the batch length of `like`, so that they can be added. @throws ShapeError as `fitTo` */
export const match = (x: Tensor, like: Tensor): Tensor => repeatBatch(fitTo(x, like, 'bilinear'), like.dims[0]!)
