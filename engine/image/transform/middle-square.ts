import { cut } from '../../tensor/cut.ts'
import { antialiased } from '../../tensor/resize/antialias.ts'
import { cubic, float32, resample } from '../../tensor/resize/resample.ts'
import { roundHalfEven } from '../../tensor/round-half-even.ts'
import { joinAlong, type Tensor, zeros } from '../../tensor/tensor.ts'

/**
 * torch's bicubic resampling with antialiasing, in float32 as torch computes it: where a value is halfway between two levels,
 * the last bit decides.
 */
export const smooth = antialiased(cubic(-0.5, float32), 2, float32)

export type SquarePlace = 'top' | 'bottom' | 'left' | 'right' | 'center' | 'pad'

/**
 * The largest square at a place, or with black beside it.
 *
 * @param planes  [N, C, H, W]
 * @returns       [N, C, s, s], s the shorter side; `pad`: about the longer one
 */
export function cropTo(planes: Tensor, place: SquarePlace): Tensor {
  const [n, c, h, w] = planes.dims as [number, number, number, number]
  const side = Math.min(h, w)
  if (place === 'pad') {
    const ends = (axis: 2 | 3, missing: number): Tensor[] => {
      const black = zeros([n, c, h, w].with(axis, Math.max(0, Math.floor(missing / 2))))
      return [black, planes, black]
    }
    return h > w ? joinAlong(ends(3, h - w), 3) : joinAlong(ends(2, w - h), 2)
  }
  const x = place === 'left' ? 0 : place === 'right' ? w - side : Math.floor((w - side) / 2)
  const y = place === 'top' ? 0 : place === 'bottom' ? h - side : Math.floor((h - side) / 2)
  return cut(planes, 2, { x, y, width: side, height: side })
}

/** The square in the middle, as torchvision's CenterCrop rounds it, at another size. @returns [N, C, size, size] */
export function middleSquareAt(planes: Tensor, size: number): Tensor {
  const [, , h = 0, w = 0] = planes.dims
  const side = Math.min(h, w)
  const at = (length: number) => roundHalfEven((length - side) / 2)
  return resample(cut(planes, 2, { x: at(w), y: at(h), width: side, height: side }), size, size, smooth)
}
