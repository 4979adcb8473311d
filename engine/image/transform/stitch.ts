import { rows, stack } from '../../tensor/tensor.ts'
import { turn } from '../../tensor/turn.ts'
import type { Image } from '../image.ts'
import { withAlpha } from './channels.ts'
import { pad } from './pad.ts'
import { fromPlanes, toPlanes } from './planes.ts'
import { scaleImage } from './scale-image.ts'

export const directions = ['right', 'down', 'left', 'up'] as const

const colors = {
  white: [1, 1, 1, 1],
  black: [0, 0, 0, 1],
  red: [1, 0, 0, 1],
  green: [0, 1, 0, 1],
  blue: [0, 0, 1, 1],
} as const
export const spacingColors = ['white', 'black', 'red', 'green', 'blue'] as const satisfies (keyof typeof colors)[]

export interface Stitching {
  /** Where the second picture goes. */
  readonly direction: (typeof directions)[number]
  /** The second one is resized to the height (or width) of the first; else the smaller one is centred. */
  readonly sameSize: boolean
  /** Pixels between them; an odd number becomes the next even one. */
  readonly spacing: number
  readonly color: (typeof spacingColors)[number]
}

/**
 * Two batches of pictures side by side, as ComfyUI's Image Stitch: the shorter batch repeats its last picture, missing
 * alpha is opaque. Around a centred picture is white where the spacing is white, else black.
 */
export function stitch(first: Image, second: Image, { direction, sameSize, spacing, color }: Stitching): Image {
  const isLevel = direction === 'left' || direction === 'right'
  const count = Math.max(first.dims[0]!, second.dims[0]!)
  const hasAlpha = first.dims[3] === 4 || second.dims[3] === 4
  // What stands one above the other is turned, joined from left to right, and turned back.
  const prepared = [first, sameSize ? fitted(second, first, isLevel) : second].map(image => {
    const whole = withLast(image, count)
    return isLevel ? whole : quarter(whole, 3)
  })
  const height = Math.max(...prepared.map(({ dims }) => dims[1]!))
  const around = color === 'white' ? [1] : [0]
  const parts = prepared.map(image => {
    const [, h = 0, w = 0] = image.dims
    const before = Math.floor((height - h) / 2)
    // Turned, the left side is at the bottom.
    const centred = pad(image, { width: w, height, x: 0, y: isLevel ? before : height - h - before, color: around })
    return hasAlpha ? withAlpha(centred) : centred
  })
  const channels = hasAlpha ? 4 : 3
  const gap = pad(
    { dims: [count, 0, 0, channels], data: new Float32Array() },
    {
      width: spacing + (spacing % 2),
      height,
      x: 0,
      y: 0,
      color: colors[color],
    },
  )
  const [a, b] = direction === 'left' || direction === 'up' ? parts.toReversed() : parts
  const joined = sideBySide([a!, ...(spacing > 0 ? [gap] : []), b!])
  return isLevel ? joined : quarter(joined, 1)
}

function fitted(image: Image, like: Image, isLevel: boolean): Image {
  const [[, h1 = 1, w1 = 1], [, h2 = 1, w2 = 1]] = [like.dims, image.dims]
  const ratio = w2 / h2
  const [width, height] = isLevel ? [Math.trunc(h1 * ratio), h1] : [w1, Math.trunc(w1 / ratio)]
  return scaleImage(image, { width: Math.max(1, width), height: Math.max(1, height), method: 'lanczos' })
}

const withLast = (image: Image, count: number): Image => {
  const n = image.dims[0]!
  return n === count ? image : stack([image, ...Array<Image>(count - n).fill(rows(image, n - 1, n))])
}

const quarter = (image: Image, quarters: number): Image => fromPlanes(turn(toPlanes(image), quarters))

/** Pictures of one height and one number of channels, from left to right. */
function sideBySide(parts: readonly Image[]): Image {
  const [n = 0, height = 0, , channels = 0] = parts[0]!.dims
  const width = parts.reduce((sum, { dims }) => sum + dims[2]!, 0)
  const data = new Float32Array(n * height * width * channels)
  let at = 0
  for (let row = 0; row < n * height; row++)
    for (const part of parts) {
      const length = part.dims[2]! * channels
      data.set(part.data.subarray(row * length, (row + 1) * length), at)
      at += length
    }
  return { dims: [n, height, width, channels], data }
}
