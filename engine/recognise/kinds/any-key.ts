import type { Safetensors, TensorInfo } from '../../checkpoint/files/safetensors.ts'

/** Whether any key of a file matches the pattern. */
export const anyKey = ({ tensors }: Safetensors, pattern: RegExp): boolean =>
  [...tensors.keys()].some(key => pattern.test(key))

/** The first tensor whose key matches the pattern. */
export const firstLike = ({ tensors }: Safetensors, pattern: RegExp): TensorInfo | undefined =>
  [...tensors.values()].find(({ name }) => pattern.test(name))
