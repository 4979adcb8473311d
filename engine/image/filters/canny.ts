/**
 * Edges as kornia computes them, which ComfyUI calls: thresholds are of the gradient of a picture in 0…1, not of 0…255.
 * Y is blurred with a Gaussian of 5 × 5 pixels, σ = 1, before.
 */
import type { Formula } from '../../formula.ts'
import { roundHalfEven } from '../../tensor/round-half-even.ts'
import type { Image } from '../image.ts'
import { convolve, gaussian } from './blur.ts'
import { luminance } from './color.ts'

const { atan2, fround, max, min, PI, sqrt } = Math

export const cannyEdges: Formula = {
  lines: [
    'Sobel: g = (gx, gy),  m = √(gx² + gy² + 10⁻⁶)',
    'm stays where it is larger than both neighbours along g (to the nearest of 8 directions)',
    'edge: m > high, or m > low and one of the 8 neighbours is an edge',
  ],
  source: 'Canny 1986, doi:10.1109/TPAMI.1986.4767851',
}

export interface Thresholds {
  readonly low: number
  readonly high: number
}

/** The neighbour in direction k·45°, y downwards. */
const directions = [
  [1, 0],
  [1, 1],
  [0, 1],
  [-1, 1],
  [-1, 0],
  [-1, -1],
  [0, -1],
  [1, -1],
] as const

interface Plane {
  readonly H: number
  readonly W: number
  readonly data: Float32Array
}

/** [N, H, W, 3 or 4] → [N, H, W]: 1 on edges, else 0. */
export function canny(image: Image, thresholds: Thresholds): Image {
  const soft = convolve(luminance(image), gaussian(2, 1))
  const [N = 0, H = 0, W = 0] = soft.dims
  const data = new Float32Array(N * H * W)
  for (let n = 0; n < N; n++) {
    const plane = { H, W, data: soft.data.subarray(n * H * W, (n + 1) * H * W) }
    data.set(hysteresis(ridges(plane), { H, W }, thresholds), n * H * W)
  }
  return { dims: soft.dims, data }
}

/** Gradient magnitudes that are maxima along the gradient; 0 elsewhere. */
function ridges({ H, W, data }: Plane): Float32Array {
  const magnitude = new Float32Array(H * W)
  const direction = new Uint8Array(H * W)
  for (let y = 0; y < H; y++)
    for (let x = 0; x < W; x++) {
      const [gx, gy] = sobel({ H, W, data }, y, x)
      magnitude[y * W + x] = sqrt(gx * gx + gy * gy + 1e-6)
      direction[y * W + x] = (roundHalfEven((4 * atan2(gy, gx)) / PI) + 8) % 8
    }
  /** Outside the picture the magnitude is 0. */
  const at = (y: number, x: number) => (y >= 0 && y < H && x >= 0 && x < W ? magnitude[y * W + x]! : 0)
  return magnitude.map((m, i) => {
    const [dx, dy] = directions[direction[i]!]!
    const [y, x] = [Math.floor(i / W), i % W]
    return m > at(y + dy, x + dx) && m > at(y - dy, x - dx) ? m : 0
  })
}

/** The values on the edge continue beyond it. */
function sobel({ H, W, data }: Plane, y: number, x: number): readonly [gx: number, gy: number] {
  const at = (dy: number, dx: number) => data[min(max(y + dy, 0), H - 1) * W + min(max(x + dx, 0), W - 1)]!
  const across = (dy: number) => at(dy, 1) - at(dy, -1)
  const down = (dx: number) => at(1, dx) - at(-1, dx)
  return [across(-1) + 2 * across(0) + across(1), down(-1) + 2 * down(0) + down(1)]
}

/** 1 on strong ridges and on weak ridges that are connected to a strong one. */
function hysteresis(m: Float32Array, { H, W }: Omit<Plane, 'data'>, { low, high }: Thresholds): Float32Array {
  const [weak, strong] = [fround(low), fround(high)]
  const edges = m.map(value => (value > strong ? 1 : 0))
  const open = Array.from(edges.keys()).filter(i => edges[i] === 1)
  for (let i = open.pop(); i !== undefined; i = open.pop())
    for (const [dx, dy] of directions) {
      const [y, x]: [number, number] = [Math.floor(i / W) + dy, (i % W) + dx]
      const j = y * W + x
      if (y < 0 || y >= H || x < 0 || x >= W || edges[j] === 1 || m[j]! <= weak) continue
      edges[j] = 1
      open.push(j)
    }
  return edges
}
