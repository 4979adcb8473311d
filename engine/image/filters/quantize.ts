import { rows, stack } from '../../tensor/tensor.ts'
import type { Image } from '../image.ts'
import { rgbOf } from '../transform/channels.ts'
import { floydSteinberg, mapToPalette, orderedDither, type Picture } from './dither.ts'
import { medianCut, type Rgb } from './median-cut.ts'

const dithers = {
  none: mapToPalette,
  'floyd-steinberg': floydSteinberg,
  'bayer-2': (picture: Picture, palette: readonly Rgb[]) => orderedDither(picture, palette, 2),
  'bayer-4': (picture: Picture, palette: readonly Rgb[]) => orderedDither(picture, palette, 4),
  'bayer-8': (picture: Picture, palette: readonly Rgb[]) => orderedDither(picture, palette, 8),
  'bayer-16': (picture: Picture, palette: readonly Rgb[]) => orderedDither(picture, palette, 16),
}
export type Dither = keyof typeof dithers

/** In ComfyUI's combo order. */
export const ditherNames = ['none', 'floyd-steinberg', 'bayer-2', 'bayer-4', 'bayer-8', 'bayer-16'] as const

/** Each picture in at most `colors` colours of its own, 1…256: [N, H, W, 3 or 4] → [N, H, W, 3]. */
export function quantize(image: Image, colors: number, dither: Dither): Image {
  const rgb = rgbOf(image)
  if (rgb.data.length === 0) return rgb
  return stack(
    Array.from({ length: rgb.dims[0]! }, (_, n) => {
      const { dims, data } = rows(rgb, n, n + 1)
      const pixels = Uint8Array.from(data, value => Math.min(Math.max(Math.fround(value * 255), 0), 255))
      const picture = { pixels, width: dims[2]! }
      const out = dithers[dither](picture, medianCut(pixels, colors))
      return { dims, data: Float32Array.from(out, value => value / 255) }
    }),
  )
}
