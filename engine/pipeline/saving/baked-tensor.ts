import type { Dtype } from '../../checkpoint/files/dtype.ts'
import { inOrderOf } from '../../checkpoint/files/order.ts'
import type { TensorInfo } from '../../checkpoint/files/safetensors.ts'
import type { Pieces } from '../../checkpoint/files/safetensors-writer.ts'
import { tensorBytes } from '../../checkpoint/files/tensor-bytes.ts'
import type { LoraStack } from '../../lora/stack.ts'
import { sizeOf } from '../../tensor/tensor.ts'
import { type BakedNetwork, computer } from './compute-weights.ts'

/** A tensor to save. Its numbers are read or computed when they are written. */
export interface SavedTensor {
  readonly dtype: Dtype
  readonly shape: readonly number[]
  /** Little-endian, in the order of the shape. */
  bytes(): Pieces
}

/** A weight with its merges and LoRAs in it. */
export interface BakedTensor extends SavedTensor {
  /** The same as F32. */
  wide(): BakedTensor
  /** A matrix with its axes exchanged. */
  transposed(): SavedTensor
}

/** A network's tensors by key. */
export type BakedTensors = ReadonlyMap<string, BakedTensor>

/**
 * The weights as the network uses them. What nothing changes stays as it is in its file, bit for bit. What a merge or a LoRA
 * changes is computed by the expression that the network's own graph has, and stored as F32, so that a saved file gives the
 * numbers of its preview (docs/decisions/saved-models.md).
 */
export function bakedTensors(network: BakedNetwork): BakedTensors {
  const { tensors } = network.weights
  const isAffected = ([key, info]: readonly [string, TensorInfo]) => isChanged(network.stack, key, info)
  const compute = computer(network, [...tensors].filter(isAffected))
  return new Map(
    [...tensors].map(([key, info]) => {
      const wide = computed(info.shape, () => compute(key))
      return [key, isAffected([key, info]) ? wide : stored(info, info.dtype === 'F32' ? undefined : wide)]
    }),
  )
}

/** Whether a LoRA or a merge changes this weight. A LoRA of strength 0 does not. */
function isChanged({ changes, strengths, merge }: LoraStack, key: string, info: TensorInfo): boolean {
  if ((changes.get(key) ?? []).some(({ lora }) => strengths[lora] !== 0)) return true
  if (!merge) return false
  const { first, second, tensors } = merge
  const isMerged = tensors.get(key)?.shape.join() === info.shape.join() && /^(F|BF)/.test(info.dtype)
  return isMerged || isChanged({ ...first, strengths }, key, info) || isChanged({ ...second, strengths }, key, info)
}

function stored(info: TensorInfo, wide?: BakedTensor): BakedTensor {
  const { dtype, shape, order = [0, 1] } = info
  const turned = { ...info, shape: shape.toReversed(), order: order.toReversed() }
  const tensor: BakedTensor = {
    dtype,
    shape,
    bytes: () => tensorBytes(info),
    wide: () => wide ?? tensor,
    transposed: () => ({ dtype, shape: turned.shape, bytes: () => tensorBytes(turned) }),
  }
  return tensor
}

/** @param compute  its numbers, some rows at a time */
function computed(shape: readonly number[], compute: () => AsyncIterable<Float32Array>): BakedTensor {
  const dtype = 'F32'
  const turned = { shape: shape.toReversed(), order: [1, 0] }
  const tensor: BakedTensor = {
    dtype,
    shape,
    async *bytes() {
      for await (const rows of compute()) yield bytesOf(rows)
    },
    wide: () => tensor,
    transposed: () => ({
      dtype,
      shape: turned.shape,
      async *bytes() {
        const whole = new Float32Array(sizeOf(shape))
        let at = 0
        for await (const rows of compute()) {
          whole.set(rows, at)
          at += rows.length
        }
        yield bytesOf(inOrderOf(turned, whole))
      },
    }),
  }
  return tensor
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength)
