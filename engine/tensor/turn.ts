import { sizeOf, type Tensor } from './tensor.ts'

/** Every plane of [N, C, H, W] as height × width; each pixel is read from the index `from` gives in the old plane. */
function rearrange(
  { dims, data }: Tensor,
  [height, width]: readonly [number, number],
  from: (row: number, column: number) => number,
): Tensor {
  const [N = 0, C = 0] = dims
  const size = height * width
  const out = new Float32Array(sizeOf([N, C, size]))
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++) {
      const [to, source] = [row * width + column, from(row, column)]
      for (let plane = 0; plane < N * C; plane++) out[plane * size + to] = data[plane * size + source]!
    }
  return { dims: [N, C, height, width], data: out }
}

/** Turns [N, C, H, W] clockwise by quarter turns; an odd number swaps width and height. */
export function turn(x: Tensor, quarters: number): Tensor {
  const [, , H = 0, W = 0] = x.dims
  if (quarters === 0) return x
  if (quarters === 2) return rearrange(x, [H, W], (row, column) => (H - 1 - row) * W + W - 1 - column)
  if (quarters === 1) return rearrange(x, [W, H], (row, column) => (H - 1 - column) * W + row)
  return rearrange(x, [W, H], (row, column) => column * W + W - 1 - row)
}

/** Mirrors [N, C, H, W]: `rows` turns it upside down, `columns` swaps left and right. */
export function flip(x: Tensor, what: 'rows' | 'columns'): Tensor {
  const [, , H = 0, W = 0] = x.dims
  return rearrange(x, [H, W], (row, column) =>
    what === 'rows' ? (H - 1 - row) * W + column : row * W + W - 1 - column,
  )
}
