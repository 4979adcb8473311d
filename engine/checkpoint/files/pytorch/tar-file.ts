import type { FileHandle } from 'node:fs/promises'
import { bytesPer } from '../dtype.ts'
import { PickleEnds } from './machine.ts'
import { readPickle } from './pickle.ts'
import type { StoragePlace } from './placed-tensor.ts'
import { type FoundTensors, MAX_PICKLE, type TorchRefusals } from './torch-file.ts'
import { Known, Storage, TensorView, type Value } from './values.ts'

/** Whether a file begins as a tar archive does. */
export const isTarFile = (start: Buffer): boolean =>
  start.length >= 262 && start.toString('latin1', 257, 262) === 'ustar'

/**
 * A file as PyTorch before 0.1.10 wrote it: a tar archive of `storages` (each a pickle of key, device and type, its count,
 * its numbers), `tensors` (each a pickle of key, storage and type, then shape, strides and offset) and `pickle`, which
 * refers to the tensors by their keys.
 */
export async function readTarFile(file: FileHandle, size: number, refusals: TorchRefusals): Promise<FoundTensors> {
  const { damaged } = refusals
  const records = await tarRecords(file, size, damaged)
  const record = (name: string): StoragePlace => {
    const found = records.get(name)
    if (!found) throw refusals.other(`is a tar archive, but torch.save did not write it: it has no record ${name}`)
    return found
  }
  const places = new Map<string, StoragePlace>()
  const objects = new Map<string, Storage | TensorView>()
  await readStorages(new Cursor(file, record('storages'), refusals), { places, objects })
  await readTensors(new Cursor(file, record('tensors'), refusals), objects)
  const persistent = (id: Value) => {
    // The class of an object, with its source text.
    if (Array.isArray(id)) return id[0] ?? null
    const found = objects.get(keyOf(id))
    if (!found) throw damaged('it refers to a tensor that it does not have')
    return found
  }
  const root = await new Cursor(file, record('pickle'), refusals).pickle(persistent)
  return { root, place: async ({ key }) => places.get(key)! }
}

const keyOf = (id: Value | undefined): string => String(typeof id === 'object' ? null : id)

interface Found {
  readonly places: Map<string, StoragePlace>
  readonly objects: Map<string, Storage | TensorView>
}

async function readStorages(cursor: Cursor, { places, objects }: Found): Promise<void> {
  const count = await cursor.count()
  for (let i = 0; i < count; i++) {
    const row = await cursor.pickle()
    const [key, , type] = Array.isArray(row) ? row : []
    const dtype = type instanceof Known ? type.does.storageOf : undefined
    if (!dtype) throw cursor.damaged('a storage has no known type')
    const length = (await cursor.whole()) * bytesPer(dtype)
    places.set(keyOf(key), { offset: cursor.skip(length), length })
    objects.set(keyOf(key), new Storage(keyOf(key), dtype, 0))
  }
  const views = await cursor.pickle()
  for (const view of Array.isArray(views) ? views : []) {
    const [key, whole, start] = Array.isArray(view) ? view : []
    const root = objects.get(keyOf(whole))
    if (!(root instanceof Storage) || typeof start !== 'number')
      throw cursor.damaged('a part of a storage that is missing')
    objects.set(keyOf(key), new Storage(root.key, root.dtype, start))
  }
}

async function readTensors(cursor: Cursor, objects: Map<string, Storage | TensorView>): Promise<void> {
  const count = await cursor.count()
  for (let i = 0; i < count; i++) {
    const row = await cursor.pickle()
    const [key, storageKey] = Array.isArray(row) ? row : []
    const storage = objects.get(keyOf(storageKey))
    if (!(storage instanceof Storage) || storage.dtype === null) throw cursor.damaged('a tensor has no storage')
    // Only its first four bytes count.
    const axes = (await cursor.whole()) % 2 ** 32
    if (axes > 64) throw cursor.damaged(`a tensor has ${axes} axes`)
    const shape: number[] = []
    const strides: number[] = []
    for (let axis = 0; axis < axes; axis++) shape.push(await cursor.whole())
    for (let axis = 0; axis < axes; axis++) strides.push(await cursor.whole())
    const offset = await cursor.whole()
    objects.set(keyOf(key), new TensorView({ storage, dtype: storage.dtype, offset, shape, strides }))
  }
}

/** Reads one record of the archive from its beginning to its end. */
class Cursor {
  readonly #file: FileHandle
  readonly #refusals: TorchRefusals
  readonly #end: number
  #at: number

  constructor(file: FileHandle, { offset, length }: StoragePlace, refusals: TorchRefusals) {
    this.#file = file
    this.#refusals = refusals
    this.#at = offset
    this.#end = offset + length
  }

  damaged = (why: string): Error => this.#refusals.damaged(why)

  /** Moves past this many bytes. @returns where they begin */
  skip(length: number): number {
    const from = this.#at
    if (length > this.#end - from) throw this.damaged('a record of its archive ends too early: download it again')
    this.#at += length
    return from
  }

  /** A whole number of 8 bytes. */
  async whole(): Promise<number> {
    const bytes = Buffer.alloc(8)
    await this.#file.read(bytes, 0, 8, this.skip(8))
    const value = Number(bytes.readBigUInt64LE())
    if (!Number.isSafeInteger(value)) throw this.damaged('a number of its archive is too large')
    return value
  }

  /** How many parts follow. */
  async count(): Promise<number> {
    const count = await this.pickle()
    if (typeof count !== 'number' || count > MAX_PARTS) throw this.damaged('the number of its parts is wrong')
    return count
  }

  /** Reads more and more until the pickle is complete. */
  async pickle(persistent: (id: Value) => Value = this.#noReference): Promise<Value> {
    const left = Math.min(this.#end - this.#at, MAX_PICKLE)
    for (let length = 1024; ; length *= 8) {
      const bytes = Buffer.alloc(Math.min(length, left))
      await this.#file.read(bytes, 0, bytes.length, this.#at)
      try {
        const { value, end } = readPickle(bytes, 0, { ...this.#refusals, persistent })
        this.#at += end
        return value
      } catch (error) {
        if (!(error instanceof PickleEnds)) throw error
        if (bytes.length === left) throw this.damaged('it ends inside a pickle: download it again')
      }
    }
  }

  #noReference = (): Value => {
    throw this.damaged('it refers to something where nothing can be')
  }
}

const BLOCK = 512
const MAX_RECORDS = 100
const MAX_PARTS = 100_000

/** The records of a tar archive (POSIX.1-1988 ustar) by name. */
async function tarRecords(file: FileHandle, size: number, damaged: (why: string) => Error) {
  const records = new Map<string, StoragePlace>()
  const header = Buffer.alloc(BLOCK)
  for (let at = 0; at + BLOCK <= size && records.size < MAX_RECORDS; ) {
    await file.read(header, 0, BLOCK, at)
    const name = header.toString('latin1', 0, 100).replace(/\0.*/s, '').replace(/^\.\//, '')
    if (name === '') break
    const length = Number.parseInt(header.toString('latin1', 124, 136), 8)
    if (!(length >= 0) || at + BLOCK + length > size) throw damaged(`its record ${name} ends after the file`)
    records.set(name, { offset: at + BLOCK, length })
    at += BLOCK + Math.ceil(length / BLOCK) * BLOCK
  }
  return records
}
