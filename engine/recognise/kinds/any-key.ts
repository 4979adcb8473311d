import type { Safetensors, TensorInfo } from '../../checkpoint/files/safetensors.ts'

/** Whether any of a file's keys looks like this. */
export const anyKey = ({ tensors }: Safetensors, pattern: RegExp): boolean =>
  [...tensors.keys()].some(key => pattern.test(key))

/** The first tensor whose key looks like this. */
export const firstLike = ({ tensors }: Safetensors, pattern: RegExp): TensorInfo | undefined =>
  [...tensors.values()].find(({ name }) => pattern.test(name))
