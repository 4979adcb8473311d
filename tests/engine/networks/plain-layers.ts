import { writeSafetensors } from '../../../engine/checkpoint/files/safetensors-writer.ts'
import { torchGenerator } from '../../../engine/tensor/random/random.ts'
import { sizeOf, type Tensor, tensor } from '../../../engine/tensor/tensor.ts'

/** Layers as their definitions say them, loop by loop, to check networks that no reference numbers are at hand for. */

/** Σ over input channels and the window, zeros outside. x [1, C, H, W], w [O, C, k, k], b [O] */
export function convolve(x: Tensor, w: Tensor, b: Tensor, padding: number): Tensor {
  const [, C = 0, H = 0, W = 0] = x.dims
  const [O = 0, , k = 0] = w.dims
  const [h, v] = [H + 2 * padding - k + 1, W + 2 * padding - k + 1]
  const out = new Float32Array(O * h * v)
  for (let o = 0; o < O; o++)
    for (let i = 0; i < h; i++)
      for (let j = 0; j < v; j++) {
        let sum = b.data[o]!
        for (let c = 0; c < C; c++)
          for (let di = 0; di < k; di++)
            for (let dj = 0; dj < k; dj++) {
              const [y, z] = [i + di - padding, j + dj - padding]
              if (y >= 0 && y < H && z >= 0 && z < W)
                sum += w.data[((o * C + c) * k + di) * k + dj]! * x.data[(c * H + y) * W + z]!
            }
        out[(o * h + i) * v + j] = sum
      }
  return tensor([1, O, h, v], out)
}

/** f of the values at one place of several tensors of one shape, and of the channel. */
export function each(xs: readonly Tensor[], f: (values: number[], channel: number) => number): Tensor {
  const [{ dims, data }] = xs as [Tensor]
  const plane = dims[2]! * dims[3]!
  return tensor(
    dims,
    data.map((_, i) =>
      f(
        xs.map(x => x.data[i]!),
        Math.floor(i / plane),
      ),
    ),
  )
}

/** out[c, r·y + i, r·x + j] = in[c·r² + i·r + j, y, x] */
export function pixelShuffle(x: Tensor, r: number): Tensor {
  const [, C = 0, H = 0, W = 0] = x.dims
  const out = new Float32Array(x.data.length)
  for (let c = 0; c < C / r ** 2; c++)
    for (let y = 0; y < H * r; y++)
      for (let z = 0; z < W * r; z++) {
        const from = c * r ** 2 + (y % r) * r + (z % r)
        out[(c * H * r + y) * W * r + z] = x.data[(from * H + Math.floor(y / r)) * W + Math.floor(z / r)]!
      }
  return tensor([1, C / r ** 2, H * r, W * r], out)
}

/** Normal numbers, smaller the more of them meet in one sum. */
export function randomWeights(shapes: Readonly<Record<string, readonly number[]>>): ReadonlyMap<string, Tensor> {
  const generator = torchGenerator(7n)
  return new Map(
    Object.entries(shapes).map(([name, dims]) => {
      const scale = Math.max(1, sizeOf(dims.slice(1))) ** -0.5
      return [
        name,
        tensor(
          dims,
          generator.randn(dims).data.map(v => v * scale),
        ),
      ]
    }),
  )
}

/** Those weights as a file. */
export async function writeWeights(path: string, weights: ReadonlyMap<string, Tensor>): Promise<void> {
  const specs = [...weights].map(([name, { dims }]) => ({ name, dtype: 'F32' as const, shape: dims }))
  await writeSafetensors(path, specs, ({ name }) => [new Uint8Array(Float32Array.from(weights.get(name)!.data).buffer)])
}
