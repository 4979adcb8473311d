import { expect } from 'vitest'
import { type Tensor, tensor } from '../../engine/tensor/tensor.ts'
import { readGolden } from '../goldens/read.ts'

/** Latents, pictures and masks small enough to compute with by hand, and the libraries' own numbers for larger ones. */

/** One latent of one channel, row by row. */
export const latentOf = (...rows: readonly (readonly number[])[]) => ({
  samples: tensor([1, 1, rows.length, rows[0]!.length], Float32Array.from(rows.flat())),
})
/** One mask, row by row. */
export const maskOf = (...rows: readonly (readonly number[])[]): Tensor =>
  tensor([1, rows.length, rows[0]!.length], Float32Array.from(rows.flat()))

/** The rows of the first plane. */
export function rowsOf({ dims, data }: Tensor): number[][] {
  const [height, width] = dims.length === 3 ? [dims[1]!, dims[2]!] : [dims[2]!, dims[3]!]
  return Array.from({ length: height }, (_, y) => [...data.subarray(y * width, (y + 1) * width)])
}

const goldens = readGolden('image-nodes.safetensors')
export const reference = (name: string): Tensor => goldens.get(name)!

export function expectReference(actual: Tensor, name: string, tolerance = 1e-5): void {
  const { dims, data } = reference(name)
  expect(actual.dims).toEqual(dims)
  expect(Math.max(...data.map((value, i) => Math.abs(value - actual.data[i]!)))).toBeLessThanOrEqual(tolerance)
}

const pixels = reference('image_u8')
/** Two pictures of 52 × 40 with hard and soft edges. */
export const picture: Tensor = { dims: pixels.dims, data: pixels.data.map(byte => byte / 255) }
