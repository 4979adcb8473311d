/**
 * Philox4×32-10 — Salmon et al. 2011, "Parallel Random Numbers: As Easy as 1, 2, 3", doi:10.1145/2063384.2063405. PyTorch's
 * CUDA generator is this: one counter for each value, and the number of the draw as its offset.
 */
import { sizeOf, type Tensor } from '../tensor.ts'

const multipliers = [0xd2511f53, 0xcd9e8d57] as const
const weyl = [0x9e3779b9, 0xbb67ae85] as const
const rounds = 10
const toUnit = Math.fround(2.3283064e-10)
const toTurn = Math.fround(toUnit * Math.fround(6.2831855))

/** The high 32 bits of a · b. */
function high(a: number, b: number): number {
  const [al, ah, bl, bh] = [a & 0xffff, a >>> 16, b & 0xffff, b >>> 16]
  const middle = ah * bl + ((al * bl) >>> 16)
  return (ah * bh + Math.floor(middle / 0x10000) + ((al * bh + (middle & 0xffff)) >>> 16)) >>> 0
}

/** The first two words of the block at `counter`. */
function words(offset: number, counter: number, seed: readonly [low: number, high: number]): readonly [number, number] {
  let [c0, c1, c2, c3] = [offset, 0, counter, 0]
  let [k0, k1] = seed
  for (let round = 0; round < rounds; round++) {
    const [h0, l0] = [high(c0, multipliers[0]), Math.imul(c0, multipliers[0]) >>> 0]
    const [h1, l1] = [high(c2, multipliers[1]), Math.imul(c2, multipliers[1]) >>> 0]
    ;[c0, c1, c2, c3] = [(h1 ^ c1 ^ k0) >>> 0, l1, (h0 ^ c3 ^ k1) >>> 0, l0]
    ;[k0, k1] = [(k0 + weyl[0]) >>> 0, (k1 + weyl[1]) >>> 0]
  }
  return [c0, c1]
}

/**
 * What `torch.randn` gives on an NVIDIA card after `torch.cuda.manual_seed(seed)`, which is what AUTOMATIC1111 draws: the
 * same values but for the last bits of logarithm and sine.
 *
 * @param seed  64 bits, all of which count
 * @param draw  0 for the first call after the seed
 */
export function cudaRandn(seed: bigint, dims: readonly number[], draw = 0): Tensor {
  const key = [Number(BigInt.asUintN(32, seed)), Number(BigInt.asUintN(32, seed >> 32n))] as const
  const data = Float32Array.from({ length: sizeOf(dims) }, (_, i) => {
    const [x, y] = words(draw, i, key)
    const radius = Math.sqrt(-2 * Math.log(x * toUnit + toUnit / 2))
    return radius * Math.sin(y * toTurn + toTurn / 2)
  })
  return { dims, data }
}
