import { type TensorSpec, writeSafetensors } from '../../engine/checkpoint/files/safetensors-writer.ts'
import { torchGenerator } from '../../engine/tensor/random/random.ts'
import { sizeOf } from '../../engine/tensor/tensor.ts'
import type { CheckpointLayout } from './layout/checkpoints.ts'

/** A prime, so that no row of a weight meets the same numbers twice. */
const POOL = 1_048_573

/**
 * Writes a checkpoint of random weights, always the same ones, for measuring speed. Weights have a variance of 1/inputs, so
 * that signals neither vanish nor overflow.
 */
export async function makeCheckpoint(path: string, layout: CheckpointLayout): Promise<void> {
  const tensors = layout.tensors()
  const norms = new Set(
    tensors.filter(({ name, shape }) => shape.length === 1 && name.endsWith('.weight')).map(moduleOf),
  )
  const random = randomHalves()
  await writeSafetensors(
    path,
    tensors,
    tensor => {
      if (tensor.dtype === 'I64') return [new Uint8Array(BigInt64Array.from(Array(77).keys(), BigInt).buffer)]
      if (!norms.has(moduleOf(tensor))) return random(tensor)
      const value = tensor.name.endsWith('.weight') ? ONE : 0
      return [new Uint8Array(new Uint16Array(sizeOf(tensor.shape)).fill(value).buffer)]
    },
    { 'modelspec.title': `Random weights in the shape of ${layout.title}, for measuring` },
  )
}

/** 1 as a half-precision number. */
const ONE = 0x3c00

const moduleOf = ({ name }: TensorSpec): string => name.slice(0, name.lastIndexOf('.'))

/** Random numbers for one tensor after another: pieces of one long pool, which is kept at each deviation that is asked for. */
function randomHalves(): (tensor: TensorSpec) => Generator<Uint8Array> {
  const uniform = torchGenerator(15n).rand([POOL]).data
  const pools = new Map<number, Uint16Array<ArrayBuffer>>()
  let at = 0
  return function* ({ name, shape }) {
    const deviation = deviationOf(name, shape)
    const pool = pools.get(deviation) ?? halves(uniform, deviation)
    pools.set(deviation, pool)
    for (let left = sizeOf(shape); left > 0; ) {
      const piece = pool.subarray(at, Math.min(POOL, at + left))
      yield new Uint8Array(piece.buffer, piece.byteOffset, piece.byteLength)
      left -= piece.length
      at = (at + piece.length) % POOL
    }
  }
}

function deviationOf(name: string, shape: readonly number[]): number {
  if (name.endsWith('bias')) return 0.01
  return name.includes('embedding') ? 0.02 : sizeOf(shape.slice(1)) ** -0.5
}

/** [0, 1) → mean 0 and this standard deviation, as IEEE 754 half-precision bits; what half precision has no normal number for is 0. */
function halves(uniform: Float32Array, deviation: number): Uint16Array<ArrayBuffer> {
  const spread = Math.sqrt(12) * deviation
  const bits = new Int32Array(uniform.map(u => (u - 0.5) * spread).buffer)
  return Uint16Array.from(bits, b => {
    const magnitude = ((b & 0x7fffffff) - 0x38000000) >> 13
    return magnitude < 0x400 ? 0 : ((b >>> 16) & 0x8000) | magnitude
  })
}
