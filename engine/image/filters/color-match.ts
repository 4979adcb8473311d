import type { Formula } from '../../formula.ts'
import type { Image, Mask } from '../image.ts'
import { rgbOf } from '../transform/channels.ts'
import { labOf, rgbFromLab } from './lab.ts'

export const colorMatchFormula: Formula = {
  lines: [
    'y = (x − mean x)·(std r / std x) + mean r, for each channel of CIE Lab',
    'mean and std of what the mask leaves; the rest counts as 0',
  ],
  source: 'Reinhard et al. 2001, doi:10.1109/38.946629, as comfyui-inpaint-nodes computes it',
}

/**
 * Gives pictures the colours of others (`colorMatchFormula`).
 *
 * @param target     [N, H, W, C]
 * @param reference  [N or 1, H′, W′, C]
 * @param excluded   [M, H, W] and the same at the size of the reference: values from ½ on are left out
 * @returns [N, H, W, 3]
 */
export function matchColors(
  target: Image,
  reference: Image,
  strength: number,
  excluded?: { readonly target: Mask; readonly reference: Mask },
): Image {
  const rgb = rgbOf(target)
  const lab = labOf(rgb)
  const [n = 0] = rgb.dims
  const own = statistics(lab, excluded?.target)
  const wanted = statistics(labOf(rgbOf(reference)), excluded?.reference)
  const size = lab.data.length / n
  const data = lab.data.map((value, i) => {
    const [picture, c] = [Math.floor(i / size), i % 3]
    const [from, to] = [own[picture]![c]!, (wanted[picture] ?? wanted[0]!)[c]!]
    return (value - from.mean) * (to.std / Math.max(from.std, 1e-6)) + to.mean
  })
  const matched = rgbFromLab({ dims: lab.dims, data }).data
  const mixed = matched.map((value, i) => Math.min(Math.max(rgb.data[i]! + strength * (value - rgb.data[i]!), 0), 1))
  return { dims: rgb.dims, data: mixed }
}

interface Spread {
  readonly mean: number
  readonly std: number
}

/** Of each picture and channel. */
function statistics({ dims, data }: Image, excluded?: Mask): Spread[][] {
  const [n = 0, H = 0, W = 0] = dims
  const pixels = H * W
  const masks = excluded?.dims[0] ?? 1
  return Array.from({ length: n }, (_, picture) =>
    [0, 1, 2].map(c => {
      const mask = excluded?.data.subarray((picture % masks) * pixels, ((picture % masks) + 1) * pixels)
      let [sum, squares] = [0, 0]
      for (let p = 0; p < pixels; p++) {
        if (mask && mask[p]! >= 0.5) continue
        const value = data[3 * (picture * pixels + p) + c]!
        sum += value
        squares += value * value
      }
      const mean = sum / pixels
      return { mean, std: Math.sqrt(Math.max(squares / pixels - mean * mean, 0)) }
    }),
  )
}
