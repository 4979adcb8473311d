import { type Generator, torchGenerator } from '../../tensor/random/random.ts'
import { map, type Tensor, zeros } from '../../tensor/tensor.ts'
import { flip } from '../../tensor/turn.ts'
import type { Image } from '../image.ts'
import { middleSquareAt } from '../transform/middle-square.ts'
import { fromPlanes, toPlanes } from '../transform/planes.ts'
import { convolve, gaussian } from './blur.ts'

export const noiseKinds = ['fade', 'dissolve', 'gaussian', 'shuffle'] as const
export type NoiseKind = (typeof noiseKinds)[number]

/** The side of the pictures that CLIP's encoders take. */
const SIDE = 224

/**
 * A picture to avoid: noise, mixed with a picture or made of it, as IPAdapterNoise makes it. The seed is the sum of the
 * picture's values, so that the same picture gives the same noise.
 *
 * @param image     [N, H, W, 3], its middle square counts; absent: black
 * @param strength  0 … 1
 * @param blur      the width of a blur over it, in pixels
 * @returns         [N, 224, 224, 3]
 */
export function pictureNoise(kind: NoiseKind, strength: number, blur: number, image?: Image): Image {
  const planes = image ? middleSquareAt(toPlanes(image), SIDE) : zeros([1, 3, SIDE, SIDE])
  const seed = Math.trunc(planes.data.reduce((sum, value) => sum + value, 0)) % 1_000_000_007
  const generator = torchGenerator(BigInt(seed))
  const noise = map(kinds[kind](planes, strength, generator), value => Math.min(Math.max(value, 0), 1))
  const soft = blur > 0 ? blurred(noise, blur + 1 - (blur % 2)) : noise
  return fromPlanes(soft)
}

/** Draws in the order of torch's memory, which has the channels last: as in a picture. */
const channelsLast = ([n, c, h, w]: readonly number[]) => [n!, h!, w!, c!]
const rand = (generator: Generator, { dims }: Tensor): Float32Array => toPlanes(generator.rand(channelsLast(dims))).data
const randn = (generator: Generator, { dims }: Tensor): Float32Array =>
  toPlanes(generator.randn(channelsLast(dims))).data

type Make = (planes: Tensor, strength: number, generator: Generator) => Tensor

const mixed = (a: Tensor, f: (a: number, i: number) => number): Tensor => ({ dims: a.dims, data: a.data.map(f) })

const kinds: Readonly<Record<NoiseKind, Make>> = {
  fade(planes, strength, generator) {
    const noise = rand(generator, planes)
    return mixed(planes, (x, i) => x * (1 - strength) + noise[i]! * strength)
  },
  dissolve(planes, strength, generator) {
    const [chance, noise] = [rand(generator, planes), rand(generator, planes)]
    return mixed(planes, (x, i) => (chance[i]! < strength ? noise[i]! : x))
  },
  gaussian(planes, strength, generator) {
    const noise = randn(generator, planes)
    return mixed(planes, (x, i) => x + strength * noise[i]!)
  },
  shuffle(planes, strength, generator) {
    const moved = elastic(planes, (1 - strength) * 3.5, generator)
    const turned = flip(flip(moved, 'rows'), 'columns')
    // Each flip asks whether it is due.
    generator.rand([1])
    generator.rand([1])
    // One number at a time: torch fills in blocks only what is in the order of its axes.
    const noise = turned.data.map(() => generator.randn([1]).data[0]!)
    return mixed(turned, (x, i) => x * (1 - noise[i]! * strength * 0.75) + noise[i]! * strength * 0.75)
  },
}

/** Every pixel from up to 75 pixels away, in a field that is smooth over `sigma` pixels — Simard et al. 2003. */
function elastic({ dims, data }: Tensor, sigma: number, generator: Generator): Tensor {
  const [n, c, h, w] = dims as [number, number, number, number]
  const field = () => {
    const raw = map(generator.rand([1, 1, h, w]), value => value * 2 - 1)
    const size = Math.trunc(8 * sigma + 1)
    return sigma > 0 ? smoothed(raw, size + (size % 2 === 0 ? 1 : 0), sigma) : raw
  }
  const [dx, dy] = [field().data, field().data]
  const out = new Float32Array(data.length)
  for (let p = 0; p < h * w; p++) {
    // Half of 75: torch measures from −1 to 1.
    const [x, y] = [(p % w) + dx[p]! * 37.5, Math.floor(p / w) + dy[p]! * 37.5]
    const taps = corners(x, y, h, w)
    const inside = taps.reduce((sum, [, weight]) => sum + weight, 0)
    for (let plane = 0; plane < n * c; plane++) {
      const value = taps.reduce((sum, [at, weight]) => sum + weight * data[plane * h * w + at]!, 0)
      out[plane * h * w + p] = value * inside
    }
  }
  return { dims, data: out }
}

/** The pixels around a point that are inside, with their bilinear weights. */
function corners(x: number, y: number, h: number, w: number): (readonly [at: number, weight: number])[] {
  const [left, top] = [Math.floor(x), Math.floor(y)]
  return [0, 1, 2, 3].flatMap(i => {
    const [column, row] = [left + (i % 2), top + (i >> 1)]
    if (column < 0 || row < 0 || column >= w || row >= h) return []
    return [[row * w + column, (1 - Math.abs(x - column)) * (1 - Math.abs(y - row))] as const]
  })
}

/** @param size  of the kernel, odd; its width as torchvision takes it */
const blurred = (planes: Tensor, size: number): Tensor => smoothed(planes, size, size * 0.15 + 0.35)

function smoothed({ dims, data }: Tensor, size: number, sigma: number): Tensor {
  const [n, c, h, w] = dims as [number, number, number, number]
  const { data: soft } = convolve({ dims: [n * c, h, w, 1], data }, gaussian((size - 1) / 2, sigma))
  return { dims, data: soft }
}
