import type { Tensor } from '../../../engine/tensor/tensor.ts'

const { ceil, cos, floor, max, min, PI, sin } = Math

/**
 * A picture turned as Pillow's `rotate` does it with `expand`: counter-clockwise, the nearest pixel, nothing (0) beyond its edges.
 *
 * @param picture [1, H, W, C]
 * @param degrees whole
 */
export function turned(picture: Tensor, degrees: number): Tensor {
  const [, h = 0, w = 0, channels = 0] = picture.dims
  const quarter = (((degrees % 360) + 360) % 360) / 90
  const angle = (-degrees * PI) / 180
  // Pillow turns by a quarter without arithmetic.
  const isQuarter = Number.isInteger(quarter)
  const round = (x: number) => Number(x.toFixed(15))
  const [c, s] = isQuarter ? [[1, 0, -1, 0][quarter]!, [0, -1, 0, 1][quarter]!] : [round(cos(angle)), round(sin(angle))]
  const at = (x: number, y: number) => [c * x + s * y, -s * x + c * y] as const
  const middle = at(-w / 2, -h / 2)
  const [dx, dy] = [middle[0] + w / 2, middle[1] + h / 2]
  const corners = [at(0, 0), at(w, 0), at(w, h), at(0, h)].map(([x, y]) => [x + dx, y + dy] as const)
  const span = (values: readonly number[]) => ceil(max(...values)) - floor(min(...values))
  const [width, height] = isQuarter
    ? quarter % 2 === 0
      ? [w, h]
      : [h, w]
    : [span(corners.map(([x]) => x)), span(corners.map(([, y]) => y))]
  const shift = at(-(width - w) / 2, -(height - h) / 2)
  const data = new Float32Array(width * height * channels)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const [u, v] = at(x + 0.5, y + 0.5)
      const [from, row] = [floor(u + dx + shift[0]), floor(v + dy + shift[1])]
      if (from < 0 || row < 0 || from >= w || row >= h) continue
      const start = (row * w + from) * channels
      data.set(picture.data.subarray(start, start + channels), (y * width + x) * channels)
    }
  return { dims: [1, height, width, channels], data }
}
