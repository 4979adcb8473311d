import { ShapeError, type Tensor } from '../tensor/tensor.ts'

/**
 * Applies a prompt's weights to its embedding, as ComfyUI does: away from the empty prompt, or towards it below 1,
 *
 *     z_j ← (z_j − e_j)·w_j + e_j
 *
 * without correcting the mean afterwards.
 *
 * @param z        [1, 77·n, D], n chunks one after the other
 * @param empty    [1, 77, D], the embedding e of the empty prompt; the same for every chunk
 * @param weights  77·n, one a position
 * @returns        [1, 77·n, D]; `z` itself where every weight is 1
 * @throws ShapeError when the three do not fit together
 */
export function weightEmbedding(z: Tensor, empty: Tensor, weights: readonly number[]): Tensor {
  if (weights.every(w => w === 1)) return z
  const [, positions = 0, width = 0] = z.dims
  const [, length = 0, emptyWidth] = empty.dims
  if (emptyWidth !== width || weights.length !== positions || positions % length !== 0)
    throw new ShapeError(`${weights.length} weights and an empty prompt of [${empty.dims}] do not match [${z.dims}]`)
  const data = z.data.slice()
  weights.forEach((w, position) => {
    if (w === 1) return
    for (let d = 0; d < width; d++) {
      const e = empty.data[(position % length) * width + d]!
      data[position * width + d] = (z.data[position * width + d]! - e) * w + e
    }
  })
  return { dims: z.dims, data }
}
