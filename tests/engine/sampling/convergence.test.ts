import { expect, test } from 'vitest'
import { modelSampling } from '../../../engine/sampling/model-sampling.ts'
import type { Noise } from '../../../engine/sampling/sampler.ts'
import { samplers } from '../../../engine/sampling/samplers.ts'
import { type Tensor, tensor } from '../../../engine/tensor/tensor.ts'

/**
 * Samplers are held to a problem whose solution is known: for data ~ N(m, s²)
 *
 *   D(x; σ) = m + s²/(s² + σ²)·(x − m),   and x at σ is ~ N(m, s² + σ²)       Karras et al. 2022, appendix B.3
 *
 * D is linear, and so is a sampler that is given it: its result is a sum of what it makes of its start and of each noise that
 * it asks for. Each of these is a row of one tensor, so that mean and variance of the result come out without an error of
 * chance: row 0 starts at m, row 1 a deviation above it, and every other row has one of the noises.
 */
const [from, to, mean] = [5, 0.8, 0.5]
const spreads = [0.4, 0.7, 1, 1.6, 2.5]
const width = spreads.length
type Row = (typeof samplers)[number]
const sampling = modelSampling({ prediction: 'eps', timesteps: 'full', zsnr: false })

/** Karras et al.'s spacing without the 0 at its end: its steps are uneven. */
const levels = (steps: number) =>
  Float32Array.from(
    { length: steps + 1 },
    (_, i) => (from ** (1 / 7) + (i / steps) * (to ** (1 / 7) - from ** (1 / 7))) ** 7,
  )

async function denoise(x: Tensor, sigma: number): Promise<Tensor> {
  const denoised = (value: number, s: number) => mean + (s ** 2 / (s ** 2 + sigma ** 2)) * (value - mean)
  return { dims: x.dims, data: x.data.map((value, i) => denoised(value, spreads[i % width]!)) }
}

/** @param rows  [rows, spreads] go in, the noises included, and come out */
function run(row: Row, steps: number, rows: number, noise: Noise): Promise<Tensor> {
  const x = new Float32Array(rows * width).fill(mean)
  if (rows > 1) for (const [j, s] of spreads.entries()) x[width + j]! += Math.sqrt(s ** 2 + from ** 2)
  const guided = async (at: Tensor, sigma: number) => {
    const denoised = await denoise(at, sigma)
    return { denoised, uncond: denoised }
  }
  const options = { sigmas: levels(steps), signal: new AbortController().signal, onStep() {} }
  return row.make(row.options ?? {}, sampling)({ denoise, guided }, tensor([rows, width], x), noise, options)
}

/** Every noise that a sampler asks for in a row of its own: independent draws, or increments of one Brownian path. */
async function separateNoises(row: Row, steps: number): Promise<{ rows: number; noise: Noise }> {
  const asked: [number, number][] = []
  await run(row, steps, 1, (sigma, next) => {
    asked.push([Math.min(sigma, next), Math.max(sigma, next)])
    return tensor([1, width], new Float32Array(width))
  })
  const ends = [...new Set(asked.flat())].sort((a, b) => a - b)
  const pieces = ends.slice(1).map((end, i) => [ends[i]!, end] as const)
  const isPath = row.noise === 'brownian'
  const rows = 2 + (isPath ? pieces.length : asked.length)
  let draws = 0
  const noise: Noise = () => {
    const [low, high] = asked[draws]!
    const shareOf = ([a, b]: readonly [number, number]) =>
      a >= low && b <= high ? Math.sqrt((b - a) / (high - low)) : 0
    const shares = isPath ? pieces.map(shareOf) : asked.map((_, i) => Number(i === draws))
    draws++
    return tensor(
      [rows, width],
      Float32Array.from({ length: rows * width }, (_, i) => shares[Math.floor(i / width) - 2] ?? 0),
    )
  }
  return { rows, noise }
}

/** How far mean and deviation are from N(m, s² + σ²), over all s. */
async function errorOf(row: Row, steps: number): Promise<number> {
  const { rows, noise } = await separateNoises(row, steps)
  const { data } = await run(row, steps, rows, noise)
  const errors = spreads.flatMap((s, j) => {
    const parts = Array.from({ length: rows - 1 }, (_, r) => data[(r + 1) * width + j]! - data[j]!)
    return [data[j]! - mean, Math.hypot(...parts) / Math.sqrt(s ** 2 + to ** 2) - 1]
  })
  return Math.hypot(...errors)
}

/** The observed order: what twice as many steps gain, as long as the rounding to float32 does not show. */
async function orderOf(row: Row): Promise<number> {
  let [steps, error] = [6, await errorOf(row, 6)]
  for (;;) {
    steps *= 2
    const less = await errorOf(row, steps)
    if (less < 1e-4 || steps === 96) return Math.log2(error / less)
    error = less
  }
}

const solving = samplers.filter(({ order }) => typeof order === 'number')
const others = samplers.filter(({ order }) => typeof order === 'string')

test.each(solving.map(row => [row.name, row.order as number, row] as const))(
  '%s solves the sampling equation with order %d',
  async (_, order, row) => expect(Math.round(await orderOf(row))).toBe(order),
)

test.each(others.map(row => [row.name, row] as const))('%s does not, and its row says why', async (_, row) => {
  expect(row.order).toMatch(/^[A-Z].{20,}[.]$/)
  expect(await orderOf(row)).toBeLessThan(0.5)
})
