import { bytesPer } from '../dtype.ts'
import type { TensorInfo } from '../safetensors-header.ts'
import type { TensorView } from './values.ts'

/** The bytes of a storage in the file. */
export interface StoragePlace {
  /** From the start of the file. */
  readonly offset: number
  /** Bytes. */
  readonly length: number
}

type Damaged = (why: string) => Error

/**
 * Where the bytes of a tensor are, which must be one piece of its storage without gaps, in any order of its axes.
 *
 * @param name  for messages
 */
export function placedTensor(
  name: string,
  { storage, dtype, offset, shape, strides }: TensorView,
  place: StoragePlace,
  damaged: Damaged,
): Pick<TensorInfo, 'dtype' | 'shape' | 'offset' | 'length' | 'order'> {
  const width = bytesPer(dtype)
  const storedWidth = storage.dtype === null ? 1 : bytesPer(storage.dtype)
  const count = shape.reduce((n, size) => n * BigInt(size), 1n)
  const start = BigInt(storage.start) * BigInt(storedWidth) + BigInt(offset) * BigInt(width)
  const length = count * BigInt(width)
  if (count === 0n) return { dtype, shape, offset: place.offset, length: 0 }
  const order = axesInFile(shape, strides)
  if (!order)
    throw damaged(
      `${name} is a view that leaves out or repeats numbers (shape [${shape}], strides [${strides}]); save the file again with .contiguous()`,
    )
  if (start + length > BigInt(place.length))
    throw damaged(`${name} is ${dtype} [${shape}] and reaches beyond the ${place.length} bytes that hold it`)
  const found = { dtype, shape, offset: place.offset + Number(start), length: Number(length) }
  return order.every((axis, i) => axis === i) ? found : { ...found, order }
}

/** The axes from the one that changes slowest in the file to the fastest; null where the tensor has gaps or repeats. */
function axesInFile(shape: readonly number[], strides: readonly number[]): number[] | null {
  const axes = shape.map((_, axis) => axis)
  // An axis of one number may have any stride.
  const long = axes.filter(axis => shape[axis]! > 1).toSorted((a, b) => strides[b]! - strides[a]!)
  let expected = 1
  for (const axis of long.toReversed()) {
    if (strides[axis] !== expected) return null
    expected *= shape[axis]!
  }
  if (long.every((axis, i) => i === 0 || axis > long[i - 1]!)) return axes
  return [...axes.filter(axis => shape[axis] === 1), ...long]
}
