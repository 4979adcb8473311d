import type { Box } from '../../tensor/cut.ts'
import { roundHalfEven } from '../../tensor/round-half-even.ts'

const { ceil, floor, max, min } = Math

export interface Size {
  readonly width: number
  readonly height: number
}

/** A part of a picture and the size at which it is redrawn. */
export interface TileRegion {
  readonly region: Box
  readonly size: Size
}

interface Wanted {
  /** Pixels around the mask that the model sees as well. */
  readonly padding: number
  /** The size of all tiles, where `uniform`; the part of the picture then gets its proportions. */
  readonly size: Size
  readonly uniform: boolean
}

/**
 * The part of a picture that is redrawn for a mask, as A1111's inpainting at full resolution chooses it.
 *
 * @param bounds   of the mask
 * @param uniform  false: the part is redrawn at its own size, widened to multiples of 8
 */
export function tileRegion(bounds: Box, picture: Size, { padding, size, uniform }: Wanted): TileRegion {
  const x = padded(bounds.x, bounds.width, padding, picture.width)
  const y = padded(bounds.y, bounds.height, padding, picture.height)
  const own = { width: x.end - x.start, height: y.end - y.start }
  const target = uniform
    ? inProportion(own, size.width / size.height)
    : { width: ceil(own.width / 8) * 8, height: ceil(own.height / 8) * 8 }
  const [wide, tall] = [widened(x, target.width, picture.width), widened(y, target.height, picture.height)]
  const region = { x: wide.start, y: tall.start, width: wide.end - wide.start, height: tall.end - tall.start }
  return { region, size: uniform ? size : target }
}

interface Span {
  readonly start: number
  readonly end: number
}

/** Padded on both sides; A1111's bounds end a pixel early where they do not reach the edge. */
function padded(start: number, length: number, padding: number, limit: number): Span {
  const end = min(start + length + padding, limit)
  return { start: max(start - padding, 0), end: end < limit ? end - 1 : end }
}

const inProportion = ({ width, height }: Size, ratio: number): Size =>
  width / height > ratio
    ? { width, height: roundHalfEven(width / ratio) }
    : { width: roundHalfEven(height * ratio), height }

/** Half of what is missing is added behind, the rest before, and behind again where the picture begins too soon. */
function widened({ start, end }: Span, wanted: number, limit: number): Span {
  const half = min(end + floor((wanted - (end - start)) / 2), limit)
  const from = max(start - (wanted - (half - start)), 0)
  return { start: from, end: min(half + wanted - (half - from), limit) }
}
