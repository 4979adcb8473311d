import { Value } from '../../onnx/value.ts'

/**
 * R − 1, the difference of a rotation from the identity, of Q = B − Bᵀ by Cayley's transform (Qiu et al. 2023, arXiv:2306.07280, §3.3):
 *
 *   R = (1 + Q)(1 − Q)⁻¹          R − 1 = 2·Q·(1 − Q)⁻¹
 *
 * Inversion is an operator, so the rotations are computed in every run from the numbers in the file: a block is at most a few
 * hundred wide.
 *
 * @param blocks      B, [..., b, b]
 * @param constraint  the largest norm of Q, all blocks together; 0 for no limit
 */
export function cayley(blocks: Value, constraint: number): Value {
  const size = blocks.dims.at(-1)!
  const last = [...blocks.dims.keys()]
  const swapped = [...last.slice(0, -2), last.at(-1)!, last.at(-2)!]
  const free = blocks.sub(blocks.transpose(swapped))
  const q = constraint > 0 ? free.mul(shortening(free, constraint)) : free
  const eye = Float32Array.from({ length: size * size }, (_, i) => Number(i % (size + 1) === 0))
  const one = Value.constant(blocks.graph, eye, [size, size])
  return q.matmul(one.sub(q).inverse()).mul(2)
}

/** min(1, c / ‖Q‖) */
const shortening = (q: Value, constraint: number): Value =>
  q
    .norm([...q.dims.keys()])
    .add(1e-8)
    .reciprocal()
    .mul(constraint)
    .min(1)
