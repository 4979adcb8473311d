import { open } from 'node:fs/promises'
import { bytesPer } from './dtype.ts'
import { inOrderOf } from './order.ts'
import type { Safetensors, TensorInfo } from './safetensors.ts'
import { type TensorSpec, writeSafetensors } from './safetensors-writer.ts'

/** Bytes that are in memory at a time. */
const PIECE = 4 << 20

/**
 * Writes the tensors of a file as .safetensors, bit for bit, piece by piece. Only a tensor that is stored in another order
 * of its axes is in memory as a whole.
 *
 * @param path  complete and on disk at the end, or not written at all; a file of that name is replaced
 * @param tell  called with the tensors written so far
 */
export async function convertFile(
  source: Safetensors,
  path: string,
  metadata: Readonly<Record<string, string>>,
  tell: (done: number, of: number) => void = () => {},
): Promise<void> {
  const file = await open(source.path, 'r')
  let done = 0
  async function* piecesOf({ name }: TensorSpec): AsyncGenerator<Uint8Array> {
    tell(done++, source.tensors.size)
    const info = source.tensors.get(name)!
    const size = info.order ? info.length : PIECE
    for (let at = 0; at < info.length; at += size) {
      const bytes = new Uint8Array(Math.min(size, info.length - at))
      await file.read(bytes, 0, bytes.length, info.offset + at)
      yield info.order ? reordered(info, bytes) : bytes
    }
  }
  try {
    await writeSafetensors(path, [...source.tensors.values()], piecesOf, { ...source.metadata, ...metadata })
  } finally {
    await file.close()
  }
}

/** Moves whole numbers of 1, 2, 4 or 8 bytes without looking at them. */
function reordered(info: TensorInfo, { buffer }: Uint8Array<ArrayBuffer>): Uint8Array {
  const numbers = { 1: Uint8Array, 2: Uint16Array, 4: Uint32Array, 8: BigUint64Array }[bytesPer(info.dtype)]
  return new Uint8Array(inOrderOf(info, new numbers(buffer)).buffer)
}
