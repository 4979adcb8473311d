import { cut } from '../cut.ts'
import { roundHalfEven } from '../round-half-even.ts'
import type { Tensor } from '../tensor.ts'

const { floor, min } = Math

/**
 * The largest part around the middle of [N, C, H, W] that has the proportions of width × height (to a pixel), before
 * it is resized to them: ComfyUI's crop "center". At least one row and column stay.
 */
export function centerCrop(picture: Tensor, width: number, height: number): Tensor {
  const [, , H = 1, W = 1] = picture.dims
  const [old, wanted] = [W / H, width / height]
  const x = old > wanted ? roundHalfEven((W - W * (wanted / old)) / 2) : 0
  const y = old < wanted ? roundHalfEven((H - H * (old / wanted)) / 2) : 0
  const [left, top] = [min(x, floor((W - 1) / 2)), min(y, floor((H - 1) / 2))]
  return cut(picture, 2, { x: left, y: top, width: W - 2 * left, height: H - 2 * top })
}
