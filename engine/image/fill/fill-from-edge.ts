/**
 * Fills a part of a picture from its edge inwards, in the order of the distance from the edge (fast marching; Sethian 1996,
 * doi:10.1073/pnas.93.4.1591), as OpenCV's cv2.inpaint does. Each new pixel is a weighted mean of the known ones around it:
 *
 *   telea          Telea 2004, doi:10.1080/10867651.2004.10487596
 *   navier-stokes  Bertalmio et al. 2001, doi:10.1109/CVPR.2001.990497, in OpenCV's form
 *
 * Both differ from their papers as OpenCV does: the gradients are read one pixel off. Where the part touches the border of the
 * picture, OpenCV 5 gives other values there, by a few of 255.
 */
import { sortedQueue } from './sorted-queue.ts'

const { abs, fround: f32, min, sqrt } = Math

export type Filling = 'telea' | 'navier-stokes'

/** A picture with a border of one pixel around everything that is counted in rows and columns. */
interface Field {
  readonly rows: number
  readonly columns: number
  /** 1: not known yet. */
  readonly unknown: Uint8Array
  /** The distance from the edge, below 0 outside. */
  readonly distance: Float32Array
  readonly pixels: Uint8Array
}

/** How far a new pixel looks, in pixels. */
const RANGE = 3

/**
 * @param pixels  [H, W, 3], bytes
 * @param filled  [H, W], 1 where the picture is filled
 * @returns the picture, filled
 */
export function fillFromEdge(
  pixels: Uint8Array,
  filled: Uint8Array,
  [height, width]: readonly [number, number],
  filling: Filling,
): Uint8Array {
  const [rows, columns] = [height + 2, width + 2]
  const unknown = new Uint8Array(rows * columns)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) unknown[(y + 1) * columns + x + 1] = filled[y * width + x]!
  const distance = new Float32Array(rows * columns).fill(1e6)
  const field: Field = { rows, columns, unknown, distance, pixels: pixels.slice() }
  const edge = edgeOf(field)
  for (const at of edge) distance[at] = 0
  if (filling === 'telea') measureOutside(field, edge)
  const write = filling === 'telea' ? telea : navierStokes
  march(field, unknown, edge, at => {
    for (let c = 0; c < 3; c++) write(field, at, c)
  })
  return field.pixels
}

/** The known pixels beside unknown ones, row by row. */
function edgeOf({ rows, columns, unknown }: Field): number[] {
  const edge: number[] = []
  for (let y = 1; y < rows - 1; y++)
    for (let x = 1; x < columns - 1; x++) {
      const at = y * columns + x
      const beside = unknown[at - 1]! + unknown[at + 1]! + unknown[at - columns]! + unknown[at + columns]!
      if (!unknown[at] && beside > 0) edge.push(at)
    }
  return edge
}

/** Visits the pixels that are marked, by their distance from the edge. */
function march(
  { rows, columns, distance }: Field,
  marked: Uint8Array,
  edge: readonly number[],
  visit: (at: number) => void,
) {
  const queue = sortedQueue()
  for (const at of edge) queue.push(at, 0)
  for (let from = queue.pop(); from !== undefined; from = queue.pop())
    for (const at of [from - columns, from - 1, from + columns, from + 1]) {
      const [y, x] = [Math.floor(at / columns), at % columns]
      if (y < 1 || x < 1 || y > rows - 2 || x > columns - 2 || !marked[at]) continue
      const solve = (a: number, b: number) => solved(distance[a]!, distance[b]!, !marked[a], !marked[b])
      const far = min(
        min(solve(at - columns, at - 1), solve(at + columns, at - 1)),
        min(solve(at - columns, at + 1), solve(at + columns, at + 1)),
      )
      distance[at] = far
      visit(at)
      marked[at] = 0
      queue.push(at, far)
    }
}

/** |∇T| = 1 from two neighbours. */
function solved(a: number, b: number, knowsA: boolean, knowsB: boolean): number {
  if (knowsA && knowsB) return f32(abs(a - b) >= 1 ? 1 + min(a, b) : (a + b + sqrt(2 - (a - b) ** 2)) * 0.5)
  if (knowsA) return f32(1 + a)
  return f32(1 + (knowsB ? b : min(a, b)))
}

/** Distances outside, within the range of what is filled: below 0. */
function measureOutside(field: Field, edge: readonly number[]): void {
  const { rows, columns, unknown, distance } = field
  const near = new Uint8Array(rows * columns)
  for (const [at, isUnknown] of unknown.entries()) {
    if (!isUnknown) continue
    const [y, x] = [Math.floor(at / columns), at % columns]
    for (let k = Math.max(y - RANGE, 1); k <= min(y + RANGE, rows - 2); k++)
      for (let l = Math.max(x - RANGE, 1); l <= min(x + RANGE, columns - 2); l++)
        if (!unknown[k * columns + l]) near[k * columns + l] = 1
  }
  for (const at of edge) near[at] = 0
  const reached: number[] = []
  march(field, near, edge, at => reached.push(at))
  for (const at of reached) distance[at] = -distance[at]!
}

/** Calls `each` for the known pixels around `at`, with their place as [row, column] less the place of `at`. */
function around({ rows, columns, unknown }: Field, at: number, each: (near: Near) => void): void {
  const [i, j] = [Math.floor(at / columns), at % columns]
  for (let k = Math.max(i - RANGE, 1); k <= min(i + RANGE, rows - 2); k++)
    for (let l = Math.max(j - RANGE, 1); l <= min(j + RANGE, columns - 2); l++) {
      const [y, x] = [k - i, l - j]
      if (unknown[k * columns + l] || y * y + x * x > RANGE * RANGE) continue
      each({
        ...{ at: k * columns + l, y, x },
        ...{ above: k - 1 + Number(k === 1), below: k - 1 - Number(k === rows - 2) },
        ...{ left: l - 1 + Number(l === 1), right: l - 1 - Number(l === columns - 2) },
      })
    }
}

interface Near {
  readonly at: number
  readonly y: number
  readonly x: number
  /** Rows and columns of the picture, moved inwards at its borders. */
  readonly above: number
  readonly below: number
  readonly left: number
  readonly right: number
}

function telea(field: Field, at: number, c: number): void {
  const { columns, unknown, distance } = field
  const value = reader(field, c)
  const slope = (behind: number, ahead: number) => {
    if (!unknown[ahead])
      return unknown[behind]
        ? f32(distance[ahead]! - distance[at]!)
        : f32(f32(distance[ahead]! - distance[behind]!) * 0.5)
    return unknown[behind] ? 0 : f32(distance[at]! - distance[behind]!)
  }
  const [tx, ty] = [slope(at - 1, at + 1), slope(at - columns, at + columns)]
  let [sum, jx, jy, weights] = [0, 0, 0, f32(1e-20)]
  around(field, at, ({ at: near, y, x, above, below, left, right }) => {
    const length = y * y + x * x
    const dst = f32(1 / (length * sqrt(length)))
    const level = f32(1 / (1 + abs(f32(distance[near]! - distance[at]!))))
    let direction = f32(-x * tx + -y * ty)
    if (abs(direction) <= 0.01) direction = f32(0.000001)
    const w = abs(f32(f32(dst * level) * direction))
    const gradient = (behind: boolean, ahead: boolean, two: () => number, next: () => number, last: () => number) =>
      ahead ? (behind ? two() * 2 : next()) : behind ? last() : 0
    const gx = gradient(
      !unknown[near - 1],
      !unknown[near + 1],
      () => value(above, right + 1) - value(above, left - 1),
      () => value(above, right + 1) - value(above, left),
      () => value(above, right) - value(above, left - 1),
    )
    const gy = gradient(
      !unknown[near - columns],
      !unknown[near + columns],
      () => value(below + 1, left) - value(above - 1, left),
      () => value(below + 1, left) - value(above, left),
      () => value(below, left) - value(above - 1, left),
    )
    sum = f32(sum + f32(w * value(above, left)))
    jx = f32(jx - f32(w * f32(gx * -x)))
    jy = f32(jy - f32(w * f32(gy * -y)))
    weights = f32(weights + w)
  })
  const steep = f32(sqrt(f32(f32(jx * jx) + f32(jy * jy))) + 1e-20)
  store(field, at, c, f32(f32(sum / weights) + f32(f32(jx + jy) / steep) + 0.5))
}

function navierStokes(field: Field, at: number, c: number): void {
  const { columns, unknown } = field
  const value = reader(field, c)
  let [sum, weights] = [0, f32(1e-20)]
  around(field, at, ({ at: near, y, x, above, below, left, right }) => {
    const length = y * y + x * x
    const change = (behind: boolean, ahead: boolean, next: () => number, last: () => number) =>
      ahead ? (behind ? next() + last() : 2 * next()) : behind ? 2 * last() : 0
    const gx = -change(
      !unknown[near - columns],
      !unknown[near + columns],
      () => abs(value(below + 1, left) - value(below, left)),
      () => abs(value(below, left) - value(above - 1, left)),
    )
    const gy = change(
      !unknown[near - 1],
      !unknown[near + 1],
      () => abs(value(above, right + 1) - value(above, left)),
      () => abs(value(above, left) - value(above, left - 1)),
    )
    const along = f32(x * gx + y * gy)
    const direction =
      abs(along) <= 0.01 ? f32(0.000001) : abs(f32(along / f32(sqrt(f32(length * f32(gx * gx + gy * gy))))))
    const w = f32(f32(1 / (length * length + 1)) * direction)
    sum = f32(sum + f32(w * value(above, left)))
    weights = f32(weights + w)
  })
  store(field, at, c, sum / weights)
}

const reader =
  ({ columns, pixels }: Field, c: number) =>
  (y: number, x: number): number =>
    pixels[3 * (y * (columns - 2) + x) + c]!

/** The pixel beside the border is one row and one column before its place in the field. */
function store({ columns, pixels }: Field, at: number, c: number, value: number): void {
  const [y, x] = [Math.floor(at / columns) - 1, (at % columns) - 1]
  pixels[3 * (y * (columns - 2) + x) + c] = Math.min(Math.max(rounded(value), 0), 255)
}

/** Half to even, as the processor rounds. */
function rounded(value: number): number {
  const low = Math.floor(value)
  const rest = value - low
  return rest > 0.5 || (rest === 0.5 && low % 2 !== 0) ? low + 1 : low
}
