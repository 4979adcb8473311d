import { eigenvectors, gram } from './eigenvectors.ts'
import type { Factors } from './truncated-svd.ts'

/**
 * The best narrower product for a product of two factors. ΔW = U·D is never made: with UᵀU = L·Lᵀ its squared singular
 * values are the eigenvalues of Lᵀ·D·Dᵀ·L, a matrix as small as the rank.
 *
 *   M = Lᵀ·D·Dᵀ·L = P·S²·Pᵀ,  T = L·P          down_i = T_iᵀ·D/√S_i,  up_i = U·D·Dᵀ·T_i/√S_i³
 *
 * Both factors share the singular values, so that neither leaves the range of half precision.
 *
 * @param u  [m, k]
 * @param d  [k, n]
 * @returns  null where the product is zero
 */
export function productSvd(u: Float32Array, d: Float32Array, k: number, rank: number): Factors | null {
  const [m, n] = [u.length / k, d.length / k]
  const l = cholesky(gram(Float64Array.from(u), k), k)
  const dd = rowProducts(d, k)
  const { vectors, order, values } = eigenvectors(product(transposed(l, k), product(dd, l, k), k), k)
  const [first = 0] = order.map(i => values[i]!)
  if (first <= 0) return null
  const kept = order.slice(0, rank).filter(i => values[i]! > 1e-14 * first)
  const t = product(l, vectors, k)
  const ddt = product(dd, t, k)
  const [up, down] = [new Float32Array(m * rank), new Float32Array(rank * n)]
  for (const [r, i] of kept.entries()) {
    const s = Math.sqrt(values[i]!)
    const [upBy, downBy] = [s ** -1.5, s ** -0.5]
    for (let row = 0; row < m; row++) {
      let sum = 0
      for (let a = 0; a < k; a++) sum += u[row * k + a]! * ddt[a * k + i]!
      up[row * rank + r] = sum * upBy
    }
    const sums = new Float64Array(n)
    for (let a = 0; a < k; a++) {
      const by = t[a * k + i]! * downBy
      for (let c = 0; c < n; c++) sums[c]! += by * d[a * n + c]!
    }
    down.set(sums, r * n)
  }
  const whole = values.reduce((sum, value) => sum + Math.max(0, value), 0)
  return {
    up,
    down,
    whole,
    lost: Math.max(
      0,
      kept.reduce((rest, i) => rest - values[i]!, whole),
    ),
  }
}

/** L of G = L·Lᵀ; a column whose pivot is lost in rounding is zero. */
function cholesky(g: Float64Array, k: number): Float64Array {
  const l = new Float64Array(k * k)
  const least = 1e-13 * Math.max(...Array.from({ length: k }, (_, i) => g[i * k + i]!))
  for (let j = 0; j < k; j++)
    for (let i = j; i < k; i++) {
      let rest = g[i * k + j]!
      for (let a = 0; a < j; a++) rest -= l[i * k + a]! * l[j * k + a]!
      if (i === j) l[j * k + j] = rest > least ? Math.sqrt(rest) : 0
      else l[i * k + j] = l[j * k + j]! > 0 ? rest / l[j * k + j]! : 0
    }
  return l
}

/** D·Dᵀ, [k, k] */
function rowProducts(d: Float32Array, k: number): Float64Array {
  const [n, result] = [d.length / k, new Float64Array(k * k)]
  for (let a = 0; a < k; a++)
    for (let b = 0; b <= a; b++) {
      let sum = 0
      for (let c = 0; c < n; c++) sum += d[a * n + c]! * d[b * n + c]!
      result[a * k + b] = sum
      result[b * k + a] = sum
    }
  return result
}

function product(a: Float64Array, b: Float64Array, k: number): Float64Array {
  const result = new Float64Array(k * k)
  for (let i = 0; i < k; i++)
    for (let j = 0; j < k; j++) {
      const by = a[i * k + j]!
      for (let c = 0; c < k; c++) result[i * k + c]! += by * b[j * k + c]!
    }
  return result
}

const transposed = (a: Float64Array, k: number): Float64Array =>
  Float64Array.from(a, (_, i) => a[(i % k) * k + Math.floor(i / k)]!)
