import { open } from 'node:fs/promises'
import { bytesPer } from './dtype.ts'
import { inOrderOf } from './order.ts'
import type { TensorInfo } from './safetensors.ts'

/** Bytes that are in memory at a time. */
const PIECE = 4 << 20

/**
 * The bytes of a tensor, in the order of its shape, bit for bit and piece by piece. Only a tensor that is stored in another
 * order of its axes is in memory as a whole.
 */
export async function* tensorBytes(info: TensorInfo): AsyncGenerator<Uint8Array> {
  if (info.bytes) return yield new Uint8Array(info.bytes)
  const file = await open(info.path, 'r')
  try {
    const size = info.order ? info.length : PIECE
    for (let at = 0; at < info.length; at += size) {
      const bytes = new Uint8Array(Math.min(size, info.length - at))
      await file.read(bytes, 0, bytes.length, info.offset + at)
      yield info.order ? reordered(info, bytes) : bytes
    }
  } finally {
    await file.close()
  }
}

/** Moves whole numbers of 1, 2, 4 or 8 bytes without looking at them. */
function reordered(info: TensorInfo, { buffer }: Uint8Array<ArrayBuffer>): Uint8Array {
  const numbers = { 1: Uint8Array, 2: Uint16Array, 4: Uint32Array, 8: BigUint64Array }[bytesPer(info.dtype)]
  return new Uint8Array(inOrderOf(info, new numbers(buffer)).buffer)
}
