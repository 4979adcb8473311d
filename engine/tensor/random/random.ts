import { sizeOf, type Tensor } from '../tensor.ts'
import { boxMuller16 } from './box-muller.ts'
import { mt19937 } from './mt19937.ts'

/** A stream of random arrays; each depends on everything drawn before. */
export interface Generator {
  /** Normal values, mean 0, variance 1. */
  randn(dims: readonly number[]): Tensor
  /** Uniform values in [0, 1). */
  rand(dims: readonly number[]): Tensor
  /** Whole numbers from 0 up to, not including, `below`, which is at most 2²⁸. */
  randint(below: number, count: number): number[]
}

/** 16 or more normals as PyTorch makes them: uniforms first, then blocks of 16; an incomplete last block is drawn again. */
function fillInBlocks(a: Float32Array, uniform: () => number): void {
  const n = a.length
  for (let i = 0; i < n; i++) a[i] = uniform()
  for (let i = 0; i <= n - 16; i += 16) boxMuller16(a, i)
  if (n % 16 === 0) return
  for (let i = n - 16; i < n; i++) a[i] = uniform()
  boxMuller16(a, n - 16)
}

/** Fewer than 16 normals as PyTorch makes them: in pairs, in double precision; an unused one is kept for the next call. */
function normalsOneByOne(word: () => number): () => number {
  const uniform53 = () => {
    const high = word()
    return ((high & 0x1fffff) * 2 ** 32 + word()) * 2 ** -53
  }
  let kept: number | undefined
  return () => {
    if (kept !== undefined) {
      const normal = kept
      kept = undefined
      return normal
    }
    const theta = 2 * Math.PI * uniform53()
    const r = Math.sqrt(-2 * Math.log1p(-uniform53()))
    kept = r * Math.sin(theta)
    return r * Math.cos(theta)
  }
}

/**
 * `torch.Generator('cpu').manual_seed(seed)`: the same seed gives the same float32 values, to the bit, as PyTorch on
 * x86 Linux (checked with 2.13), so a seed gives the same picture as in ComfyUI or diffusers.
 *
 * @param seed  only the low 32 bits count, as in PyTorch: 2³² gives what 0 gives
 */
export function torchGenerator(seed: bigint): Generator {
  const word = mt19937(Number(BigInt.asUintN(32, seed)))
  const uniform24 = () => (word() & 0xffffff) * 2 ** -24
  const normal = normalsOneByOne(word)
  return {
    randn(dims) {
      const data = new Float32Array(sizeOf(dims))
      if (data.length >= 16) fillInBlocks(data, uniform24)
      else for (let i = 0; i < data.length; i++) data[i] = normal()
      return { dims, data }
    },
    rand: dims => ({ dims, data: new Float32Array(sizeOf(dims)).map(uniform24) }),
    randint: (below, count) => Array.from({ length: count }, () => word() % below),
  }
}
