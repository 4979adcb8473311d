/**
 * Box–Muller in float32, operation by operation as PyTorch's x86 Linux build does it: logarithm, sine and cosine are the
 * Cephes polynomials (Moshier; in the vector form of Pommier's and Garberoglio's avx_mathfun.h), with the
 * multiply-adds fused where GCC fuses them. The values are PyTorch's to the bit; Math.log and Math.cos are 1e-6 off.
 *
 *   r = √(−2 ln u₁),  θ = 2π·u₂,  normals r·cos θ and r·sin θ
 */
const { fround, sqrt } = Math

/** Fused multiply-add: the product of two float32 is exact in a double, so in effect only the sum is rounded. */
const fma = (a: number, b: number, c: number): number => fround(a * b + c)

const float = new Float32Array(1)
const bits = new Int32Array(float.buffer)

const SQRT_HALF = fround(Math.SQRT1_2)
const LOG = [
  7.0376836292e-2, -1.151461031e-1, 1.167699874e-1, -1.2420140846e-1, 1.4249322787e-1, -1.6668057665e-1,
  2.0000714765e-1, -2.4999993993e-1, 3.3333331174e-1,
].map(fround)
/** ln 2 in two parts; the second has so few bits that e·LN2_HIGH is exact. */
const LN2_LOW = fround(-2.1219444e-4)
const LN2_HIGH = fround(0.693359375)

/** ln x for x in (0, 1]. */
function log(x: number): number {
  float[0] = x
  let e = (bits[0]! >> 23) - 126
  bits[0] = (bits[0]! & 0x7fffff) | 0x3f000000
  let m = float[0]! // x = m·2ᵉ, m in [½, 1)
  if (m < SQRT_HALF) {
    e -= 1
    m = fround(fround(m - 1) + m)
  } else m = fround(m - 1)
  const z = fround(m * m)
  let y = LOG[0]!
  for (let k = 1; k < 9; k++) y = fma(y, m, LOG[k]!)
  y = fma(fround(y * m), z, fround(e * LN2_LOW))
  y = fma(z, -0.5, y)
  return fma(e, LN2_HIGH, fround(m + y))
}

const FOUR_OVER_PI = fround(1.27323954473516)
/** −π/4 in three parts. */
const [P1, P2, P3] = [-0.78515625, fround(-2.4187564849853516e-4), fround(-3.774894977445941e-8)]
const [C0, C1, C2] = [fround(2.443315711809948e-5), fround(-1.388731625493765e-3), fround(4.166664568298827e-2)]
const [S0, S1, S2] = [fround(-1.9515295891e-4), fround(8.3321608736e-3), fround(-1.6666654611e-1)]
const TWO_PI = fround(2 * Math.PI)

/**
 * Turns 16 uniforms into 16 normals, in place: uniform j and j + 8 become normal j and j + 8.
 *
 * @param a   uniforms in [0, 1), multiples of 2⁻²⁴
 * @param at  the index of the first of the 16
 */
export function boxMuller16(a: Float32Array, at: number): void {
  for (let j = at; j < at + 8; j++) {
    const r = fround(sqrt(fround(-2 * log(1 - a[j]!))))
    let x = fround(TWO_PI * a[j + 8]!)
    // Fold θ into the octant [−π/4, π/4]; j8 is the even octant number that tells which polynomial and sign to use.
    const j8 = (Math.trunc(fround(x * FOUR_OVER_PI)) + 1) & ~1
    x = fma(j8, P1, x)
    x = fma(j8, P2, x)
    x = fma(j8, P3, x)
    const z = fround(x * x)
    const cosine = fround(fma(fround(fma(fma(C0, z, C1), z, C2) * z), z, -0.5 * z) + 1)
    const sine = fma(fround(fma(fma(S0, z, S1), z, S2) * z), x, x)
    const swap = j8 & 2
    a[j] = r * ((j8 - 2) & 4 ? 1 : -1) * (swap ? sine : cosine)
    a[j + 8] = r * (j8 & 4 ? -1 : 1) * (swap ? cosine : sine)
  }
}
