import type { TensorInfo } from './safetensors-header.ts'

type Numbers = Float32Array | Uint8Array | Uint16Array | Uint32Array | BigUint64Array

/**
 * A tensor's numbers in the order of its shape.
 *
 * @param stored  in the order of the file
 */
export function inOrderOf<T extends Numbers>({ shape, order }: Pick<TensorInfo, 'shape' | 'order'>, stored: T): T {
  if (!order) return stored
  const strides: number[] = []
  let stride = 1
  for (const axis of order.toReversed()) {
    strides[axis] = stride
    stride *= shape[axis]!
  }
  const numbers = stored.slice() as T
  const index = shape.map(() => 0)
  let from = 0
  for (let to = 0; to < numbers.length; to++) {
    numbers[to] = stored[from]!
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      from += strides[axis]!
      if (++index[axis]! < shape[axis]!) break
      from -= strides[axis]! * shape[axis]!
      index[axis] = 0
    }
  }
  return numbers
}
