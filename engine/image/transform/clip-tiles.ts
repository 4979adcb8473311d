import { type Box, cut } from '../../tensor/cut.ts'
import { lanczos } from '../../tensor/resize/antialias.ts'
import { resample } from '../../tensor/resize/resample.ts'
import { roundHalfEven } from '../../tensor/round-half-even.ts'
import { type Tensor, zeros } from '../../tensor/tensor.ts'
import { sharpenSoft } from '../filters/contrast-adaptive.ts'
import type { Mask } from '../image.ts'
import { smooth } from './middle-square.ts'
import { maskFromPlanes, maskToPlanes } from './planes.ts'

/** A tile's side: more than CLIP takes, and a multiple of 8. */
const TILE = 256

interface Size {
  readonly height: number
  readonly width: number
}

/** How a picture becomes tiles, as IPAdapterTiled divides it: almost square 2×2, else one row or column of at most four. */
interface Plan {
  /** The middle that is kept first. */
  readonly first: Size
  readonly resized: Size
  /** The middle that is kept then. */
  readonly kept: Size
  readonly boxes: readonly Box[]
}

function planFor({ height, width }: Size): Plan {
  const ratio = height / width
  const isSquare = ratio > 0.75 && ratio < 1.33
  const side = Math.min(height, width)
  const first = isSquare ? { height: side, width: side } : { height, width }
  const resized = isSquare
    ? { height: 2 * TILE, width: 2 * TILE }
    : height < width
      ? { height: TILE, width: Math.trunc((TILE * width) / height) }
      : { height: Math.trunc((TILE * height) / width), width: TILE }
  const most = (length: number) => (ratio > 4 || ratio < 0.25 ? Math.min(length, 4 * TILE) : length)
  const kept = { height: most(resized.height), width: most(resized.width) }
  const boxes = starts(kept.height).flatMap(y => starts(kept.width).map(x => ({ x, y, width: TILE, height: TILE })))
  return { first, resized, kept, boxes }
}

/** Where tiles begin along a side, with equal overlaps. */
function starts(length: number): number[] {
  const count = Math.ceil(length / TILE)
  const overlap = Math.max(0, (count * TILE - length) / Math.max(count - 1, 1))
  return Array.from({ length: count }, (_, i) => Math.trunc(i * (TILE - overlap)))
}

function middle(planes: Tensor, { height, width }: Size): Tensor {
  const [, , h, w] = planes.dims as [number, number, number, number]
  return cut(planes, 2, { x: roundHalfEven((w - width) / 2), y: roundHalfEven((h - height) / 2), width, height })
}

/** @param planes  [N, C, H, W] @returns one [N, C, 256, 256] for each tile */
export function pictureTiles(planes: Tensor, sharpening: number): Tensor[] {
  const [, , height, width] = planes.dims as [number, number, number, number]
  const { first, resized, kept, boxes } = planFor({ height, width })
  const whole = middle(lanczos(middle(planes, first), resized.height, resized.width), kept)
  const sharp = sharpening > 0 ? sharpenSoft(whole, sharpening) : whole
  return boxes.map(box => cut(sharp, 2, box))
}

/** Where each tile of a picture of this size counts: its part of the mask, or of all. @returns one [N, h, w] for each tile */
export function tileMasks({ height, width }: Size, mask: Mask | undefined): Mask[] {
  const { first, resized, kept, boxes } = planFor({ height, width })
  const given = mask
    ? maskToPlanes(mask)
    : { dims: [1, 1, height, width], data: new Float32Array(height * width).fill(1) }
  const sized = resample(given, height, width, smooth)
  const planes = middle(resample(middle(sized, first), resized.height, resized.width, smooth), kept)
  return boxes.map(box => {
    const own = zeros(planes.dims)
    for (let plane = 0; plane < planes.dims[0]!; plane++)
      for (let y = box.y; y < box.y + TILE; y++) {
        const from = (plane * kept.height + y) * kept.width + box.x
        own.data.set(planes.data.subarray(from, from + TILE), from)
      }
    return maskFromPlanes(own)
  })
}
