import type { Formula } from '../../formula.ts'
import { convolve, gaussian } from '../../image/filters/blur.ts'
import { mix, type Tensor } from '../../tensor/tensor.ts'

export const selfAttentionGuidance: Formula = {
  lines: [
    'A: the sum, over all queries, of the attention of the middle block to each pixel',
    'D̂_u = D_u, blurred where A > 1',
    'D = D_cfg + scale·(D̂_u − D(D̂_u + x − D_u; σ))',
  ],
  source: 'Hong et al. 2022, arXiv:2210.00939, equations 9–11',
}

/** A side that is too short for the blur's mirrored edge: nothing is changed then, as in ComfyUI. */
export const isTooSmall = ({ dims }: Tensor): boolean => Math.min(...dims.slice(2)) <= 4

/**
 * The prediction with what the network attends to blurred.
 *
 * @param uncond     D_u, [N, 4, h, w]
 * @param attention  A, [N, 1, h′, w′]
 * @param sigma      of the blur, in latent pixels; 0 blurs nothing
 */
export function degraded(uncond: Tensor, attention: Tensor, sigma: number): Tensor {
  if (sigma === 0) return uncond
  const [n, c, h, w] = uncond.dims as [number, number, number, number]
  const [, , rows, columns] = attention.dims as [number, number, number, number]
  const soft = convolve({ dims: [n * c, h, w, 1], data: uncond.data }, gaussian(4, sigma))
  // Nearest neighbour, as torch's interpolate.
  const attended = (image: number, y: number, x: number) =>
    attention.data[(image * rows + Math.floor((y * rows) / h)) * columns + Math.floor((x * columns) / w)]! > 1
  const data = uncond.data.map((value, i) => {
    const [image, y, x] = [Math.floor(i / (c * h * w)), Math.floor(i / w) % h, i % w]
    return attended(image, y, x) ? soft.data[i]! : value
  })
  return { dims: uncond.dims, data }
}

/** x with its guess at the clean latent replaced. */
export const renoised = (x: Tensor, guess: Tensor, by: Tensor): Tensor => mix([1, x], [-1, guess], [1, by])
