import { cut } from '../../tensor/cut.ts'
import { antialiased } from '../../tensor/resize/antialias.ts'
import { cubic, float32, resample } from '../../tensor/resize/resample.ts'
import { roundHalfEven } from '../../tensor/round-half-even.ts'
import type { Tensor } from '../../tensor/tensor.ts'

/**
 * torch's bicubic resampling with antialiasing, in float32 as torch computes it: where a value is halfway between two levels,
 * the last bit decides.
 */
export const smooth = antialiased(cubic(-0.5, float32), 2, float32)

/** The square in the middle, as torchvision's CenterCrop. @param planes  [N, C, H, W] @returns [N, C, s, s], s the shorter side */
function middleSquare(planes: Tensor): Tensor {
  const [, , h = 0, w = 0] = planes.dims
  const side = Math.min(h, w)
  const at = (length: number) => roundHalfEven((length - side) / 2)
  return cut(planes, 2, { x: at(w), y: at(h), width: side, height: side })
}

/** The same at another size. @returns [N, C, size, size] */
export const middleSquareAt = (planes: Tensor, size: number): Tensor =>
  resample(middleSquare(planes), size, size, smooth)
