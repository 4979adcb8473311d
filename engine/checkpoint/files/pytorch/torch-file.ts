import type { StoragePlace } from './placed-tensor.ts'
import { Known, Storage, type Value } from './values.ts'

/** Of SD 1.5 with its optimizer a pickle has 2 MB. */
export const MAX_PICKLE = 64_000_000

/** How to refuse a file: it is damaged, it would call something, or it is something else. */
export interface TorchRefusals {
  damaged(why: string): Error
  calls(name: string): Error
  /** @param what  the rest of a sentence that begins with the file's name */
  other(what: string): Error
}

/** What a container holds: the object that was saved, and where the numbers of its storages are. */
export interface FoundTensors {
  readonly root: Value
  place(storage: Storage): Promise<StoragePlace>
}

/**
 * The storage that a pickle refers to: `('storage', torch.FloatStorage, key, device, count)`, in older files with a view,
 * `(key, start, count)` or None, at the end.
 */
export function storageOf(id: Value, damaged: (why: string) => Error): Storage {
  const [kind, type, key, , , view] = Array.isArray(id) ? id : []
  const dtype = type instanceof Known ? type.does.storageOf : undefined
  if (kind !== 'storage' || dtype === undefined || typeof key !== 'string')
    throw damaged('it refers to something outside of its pickle that is not a storage')
  const start = Array.isArray(view) ? view[1] : 0
  if (typeof start !== 'number' || !(start >= 0)) throw damaged('a part of a storage begins nowhere')
  return new Storage(key, dtype, start)
}
