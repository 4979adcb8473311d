export interface QuadraturePoint {
  /** In (−1, 1). */
  readonly at: number
  readonly weight: number
}

/**
 * Gauss–Legendre quadrature on [−1, 1], exact for polynomials of degree 2n − 1: the zeros of P_n, found by Newton's
 * method from Tricomi's guess, with weights 2/((1 − x²)·P_n′(x)²)   DLMF 3.5.22, dlmf.nist.gov/3.5
 *
 *   (j + 1)·P_{j+1} = (2j + 1)·x·P_j − j·P_{j−1},   (x² − 1)·P_n′ = n·(x·P_n − P_{n−1})
 */
export function gaussLegendre(n: number): QuadraturePoint[] {
  return Array.from({ length: n }, (_, i) => {
    let at = Math.cos((Math.PI * (i + 0.75)) / (n + 0.5))
    let { value, slope } = legendre(n, at)
    for (let iteration = 0; iteration < 20 && Math.abs(value / slope) > 1e-16; iteration++) {
      at -= value / slope
      ;({ value, slope } = legendre(n, at))
    }
    return { at, weight: 2 / ((1 - at * at) * slope * slope) }
  })
}

/** P_n and its derivative. */
function legendre(n: number, x: number): { value: number; slope: number } {
  let [value, last] = [1, 0]
  for (let j = 0; j < n; j++) [value, last] = [((2 * j + 1) * x * value - j * last) / (j + 1), value]
  return { value, slope: (n * (x * value - last)) / (x * x - 1) }
}
