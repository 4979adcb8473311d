/** yᵀ·y, [k, k] */
export function gram(y: Float64Array, k: number): Float64Array {
  const result = new Float64Array(k * k)
  for (let row = 0; row < y.length; row += k)
    for (let a = 0; a < k; a++) for (let b = 0; b < k; b++) result[a * k + b]! += y[row + a]! * y[row + b]!
  return result
}

export interface Eigenvectors {
  /** As columns, [k, k]. */
  readonly vectors: Float64Array
  /** The columns, that of the largest value first. */
  readonly order: readonly number[]
  /** By column. */
  readonly values: readonly number[]
}

/** Jacobi's rotations on a small symmetric matrix, which they make diagonal. */
export function eigenvectors(a: Float64Array, k: number): Eigenvectors {
  const vectors = new Float64Array(k * k)
  for (let i = 0; i < k; i++) vectors[i * k + i] = 1
  const least = 1e-18 * Math.max(...Array.from({ length: k }, (_, i) => Math.abs(a[i * k + i]!)))
  let turned = true
  for (let sweep = 0; turned && sweep < 30; sweep++) {
    turned = false
    for (let p = 0; p < k; p++)
      for (let q = p + 1; q < k; q++) {
        const off = a[p * k + q]!
        const lost = 1e-16 * Math.sqrt(Math.abs(a[p * k + p]! * a[q * k + q]!))
        if (Math.abs(off) <= Math.max(lost, least)) continue
        turned = true
        const theta = (a[q * k + q]! - a[p * k + p]!) / (2 * off)
        const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta ** 2 + 1))
        const c = 1 / Math.sqrt(t ** 2 + 1)
        rotate(a, k, [p, q, c, t * c], 'rows')
        rotate(a, k, [p, q, c, t * c], 'columns')
        rotate(vectors, k, [p, q, c, t * c], 'columns')
      }
  }
  const values = Array.from({ length: k }, (_, i) => a[i * k + i]!)
  return { vectors, order: [...values.keys()].toSorted((i, j) => values[j]! - values[i]!), values }
}

function rotate(
  a: Float64Array,
  k: number,
  [p, q, c, s]: readonly [number, number, number, number],
  of: 'rows' | 'columns',
): void {
  const [first, step] = of === 'rows' ? [k, 1] : [1, k]
  for (let i = 0, x = p * first, y = q * first; i < k; i++, x += step, y += step) {
    const before = a[x]!
    a[x] = c * before - s * a[y]!
    a[y] = s * before + c * a[y]!
  }
}
