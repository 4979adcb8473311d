import { sizeOf, type Tensor } from './tensor.ts'

/** A rectangle in pixels; (x, y) is its top left corner. */
export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/**
 * The part of pictures, masks or latents inside `box`, which must lie within them.
 *
 * @param rowAxis  which dimension counts the rows: 1 in [N, H, W, …], 2 in [N, C, H, W]; columns are the next one
 */
export function cut({ dims, data }: Tensor, rowAxis: 1 | 2, { x, y, width, height }: Box): Tensor {
  const [H, W] = [dims[rowAxis]!, dims[rowAxis + 1]!]
  const [before, after] = [dims.slice(0, rowAxis), dims.slice(rowAxis + 2)]
  if (x === 0 && y === 0 && width === W && height === H) return { dims, data }
  const pixel = sizeOf(after)
  const out = new Float32Array(sizeOf([...before, height, width, ...after]))
  for (let line = 0; line < sizeOf(before) * height; line++) {
    const from = ((Math.floor(line / height) * H + y + (line % height)) * W + x) * pixel
    out.set(data.subarray(from, from + width * pixel), line * width * pixel)
  }
  return { dims: [...before, height, width, ...after], data: out }
}
