import type { Box } from '../../tensor/cut.ts'
import { asPillow } from '../../tensor/resize/antialias.ts'
import { blurReach, type GreyBytes, pillowBlur } from '../filters/pillow-blur.ts'
import type { Size } from './tile-region.ts'

const { floor, max, min, sqrt, trunc } = Math

/** How much of a redrawn tile is taken, 0 … 255, in a part of the picture; beyond it nothing is. */
export interface TileMask extends Box {
  readonly data: Uint8Array
}

/** A grey picture at a place of a picture, cut off at its edges. */
export function placed({ width, height, data }: GreyBytes, x: number, y: number, picture: Size): TileMask {
  const [left, top] = [max(x, 0), max(y, 0)]
  const [right, bottom] = [min(x + width, picture.width), min(y + height, picture.height)]
  const box = { x: left, y: top, width: max(right - left, 0), height: max(bottom - top, 0) }
  const out = new Uint8Array(box.width * box.height)
  for (let row = 0; row < box.height; row++) {
    const from = (top - y + row) * width + left - x
    out.set(data.subarray(from, from + box.width), row * box.width)
  }
  return { ...box, data: out }
}

export const white = (width: number, height: number): GreyBytes => ({
  width,
  height,
  data: new Uint8Array(width * height).fill(255),
})

/** The smallest box around all values above 0; null where there is none. */
export function boundsOf({ x, y, width, height, data }: TileMask): Box | null {
  let [left, top, right, bottom] = [width, height, 0, 0]
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++)
      if (data[row * width + column]! > 0) {
        left = min(left, column)
        right = max(right, column + 1)
        top = min(top, row)
        bottom = row + 1
      }
  return right === 0 ? null : { x: x + left, y: y + top, width: right - left, height: bottom - top }
}

/** Blurred as Pillow does; the mask grows as far as the blur reaches. */
export function blurred(mask: TileMask, sigma: number, picture: Size): TileMask {
  if (sigma === 0) return mask
  const reach = blurReach(sigma)
  const { x, y, width, height } = mask
  const wide = { width: width + 2 * reach, height: height + 2 * reach, data: new Uint8Array(0) }
  const data = new Uint8Array(wide.width * wide.height)
  for (let row = 0; row < height; row++)
    data.set(mask.data.subarray(row * width, (row + 1) * width), (row + reach) * wide.width + reach)
  // At the edges of the picture the blur repeats their values, so nothing is added there.
  const inside = placed({ ...wide, data }, x - reach, y - reach, picture)
  return { ...inside, data: pillowBlur(inside, sigma).data }
}

/** Values that rise from 0 to 255 along one axis, at a size: Pillow's `linear_gradient`, turned and resized. */
function ramp(size: Size, along: 'x' | 'y', falling = false): GreyBytes {
  const value = (x: number, y: number) => (along === 'x' ? x : y)
  return resized(256, (x, y) => (falling ? 255 - value(x, y) : value(x, y)), size)
}

/** 255 in the middle, falling to the sides: Pillow's `radial_gradient`, inverted, at a size. */
export const glow = (size: Size): GreyBytes =>
  inverted(resized(256, (x, y) => min(255, trunc(sqrt(2 * ((x - 128) ** 2 + (y - 128) ** 2)))), size))

/** A ramp up and one down, one half each, along an axis: 0 at both ends. */
export function ridge(size: Size, along: 'x' | 'y'): GreyBytes {
  const half = along === 'x' ? { ...size, width: floor(size.width / 2) } : { ...size, height: floor(size.height / 2) }
  const [up, down] = [ramp(half, along), ramp(half, along, true)]
  const data = new Uint8Array(size.width * size.height)
  for (let y = 0; y < half.height; y++)
    for (let x = 0; x < half.width; x++) {
      data[y * size.width + x] = up.data[y * half.width + x]!
      const [x2, y2] = along === 'x' ? [x + half.width, y] : [x, y + half.height]
      data[y2 * size.width + x2] = down.data[y * half.width + x]!
    }
  return { ...size, data }
}

/** A ridge of 256 × 256 at another size. */
export const resizedRidge = (size: Size, along: 'x' | 'y'): GreyBytes => {
  const { data } = ridge({ width: 256, height: 256 }, along)
  return resized(256, (x, y) => data[y * 256 + x]!, size)
}

const inverted = (grey: GreyBytes): GreyBytes => ({ ...grey, data: grey.data.map(value => 255 - value) })

function resized(side: number, value: (x: number, y: number) => number, { width, height }: Size): GreyBytes {
  const data = Float32Array.from({ length: side * side }, (_, i) => value(i % side, floor(i / side)) / 255)
  const out = asPillow({ dims: [1, 1, side, side], data }, height, width, 'bicubic').data
  return { width, height, data: Uint8Array.from(out, byte => Math.round(byte * 255)) }
}
