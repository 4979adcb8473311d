import type { Size, TileRegion } from '../../image/redraw/tile-region.ts'
import { type Box, cut } from '../../tensor/cut.ts'
import { asPillow } from '../../tensor/resize/antialias.ts'
import { resize } from '../../tensor/resize/resize.ts'
import { roundHalfEven } from '../../tensor/round-half-even.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import type { Area, Conditioning, EncodedPrompt } from '../types.ts'

const { ceil, floor, max, min } = Math

interface Sizes {
  /** Of the picture that areas and boxes were set for, before it was enlarged. */
  readonly before: Size
  readonly now: Size
}

/**
 * Prompts as they count in one tile of a picture: the reference images of ControlNets, areas, masks and GLIGEN's boxes are
 * cut to the tile (`crop_cond` of ComfyUI_UltimateSDUpscale). A prompt whose area lies beside the tile counts in all of it.
 */
export function promptsInTiles(prompts: Conditioning, sizes: Sizes): (place: TileRegion) => Conditioning {
  const masks = new Map<Tensor, Tensor>()
  const atSize = (mask: Tensor): Tensor => {
    const known = masks.get(mask) ?? asPillow(mask, sizes.now.height, sizes.now.width, 'bicubic', 1)
    masks.set(mask, known)
    return known
  }
  return place => prompts.map(prompt => inTile(prompt, place, sizes, atSize))
}

function inTile(
  { area, strength, ...prompt }: EncodedPrompt,
  place: TileRegion,
  sizes: Sizes,
  atSize: (mask: Tensor) => Tensor,
): EncodedPrompt {
  const { region, size } = place
  const part = area && inRegion(areaBox(area, sizes), region)
  // As in the pack: without its area a prompt loses its strength as well.
  const placed = area === undefined ? { strength } : part ? { strength, area: latentArea(part) } : {}
  const { controls, mask, grounded } = prompt
  return {
    ...prompt,
    ...(placed.strength !== undefined && { strength: placed.strength }),
    ...('area' in placed && { area: placed.area }),
    ...(controls && { controls: controls.map(use => ({ ...use, picture: hintOf(use.picture, place, sizes.now) })) }),
    ...(mask && { mask: { ...mask, mask: fitted(cut(atSize(mask.mask), 1, region), size) } }),
    ...(grounded && {
      grounded: {
        ...grounded,
        boxes: grounded.boxes.flatMap(box => {
          const part = inRegion(between(times8(box), sizes.before, sizes.now), region)
          return part ? [{ words: box.words, ...eighths(part) }] : []
        }),
      },
    }),
  }
}

const times8 = ({ x, y, width, height }: Box): Box => ({ x: 8 * x, y: 8 * y, width: 8 * width, height: 8 * height })
const eighths = ({ x, y, width, height }: Box): Box => ({
  x: floor(x / 8),
  y: floor(y / 8),
  width: floor(width / 8),
  height: floor(height / 8),
})
const latentArea = (box: Box): Area => ({ unit: 'pixels', ...eighths(box) })

/** In pixels of the enlarged picture. */
function areaBox({ unit, ...box }: Area, { before, now }: Sizes): Box {
  if (unit === 'pixels') return between(times8(box), before, now)
  return between(box, { width: 1, height: 1 }, now)
}

/** A box of a picture in the pixels of the same picture at another size. */
function between({ x, y, width, height }: Box, from: Size, to: Size): Box {
  const [left, top] = [floor((x * to.width) / from.width), floor((y * to.height) / from.height)]
  const [right, bottom] = [ceil(((x + width) * to.width) / from.width), ceil(((y + height) * to.height) / from.height)]
  return { x: left, y: top, width: right - left, height: bottom - top }
}

/** What of a box lies in a region, from the corner of the region; null where nothing does. */
function inRegion(box: Box, region: Box): Box | null {
  const [left, top] = [max(box.x, region.x), max(box.y, region.y)]
  const right = min(box.x + box.width, region.x + region.width)
  const bottom = min(box.y + box.height, region.y + region.height)
  if (left >= right || top >= bottom) return null
  return { x: left - region.x, y: top - region.y, width: right - left, height: bottom - top }
}

function hintOf(picture: Tensor, { region, size }: TileRegion, now: Size): Tensor {
  const [, height = 1, width = 1] = picture.dims
  const part = cut(picture, 1, between(region, now, { width, height }))
  return resize(part, { ...size, method: 'nearest-exact' }, 1)
}

/** A mask at the size of a tile: resized in its proportions, the rest filled from its edges. [N, H, W] → [N, height, width] */
function fitted(mask: Tensor, { width, height }: Size): Tensor {
  const [n = 1, H = 1, W = 1] = mask.dims
  const ratio = min(width / W, height / H)
  const inner = { width: roundHalfEven(W * ratio), height: roundHalfEven(H * ratio) }
  const small = asPillow(mask, inner.height, inner.width, 'lanczos', 1)
  const [left, top] = [floor((width - inner.width) / 2), floor((height - inner.height) / 2)]
  const inside = (at: number, length: number) => min(max(at, 0), length - 1)
  const out = new Float32Array(n * height * width)
  for (let row = 0; row < n * height; row++) {
    const from = floor(row / height) * inner.height + inside((row % height) - top, inner.height)
    for (let x = 0; x < width; x++)
      out[row * width + x] = small.data[from * inner.width + inside(x - left, inner.width)]!
  }
  return { dims: [n, height, width], data: out }
}
