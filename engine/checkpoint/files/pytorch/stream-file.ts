import type { FileHandle } from 'node:fs/promises'
import { bytesPer } from '../dtype.ts'
import { PickleEnds } from './machine.ts'
import { readPickle } from './pickle.ts'
import type { StoragePlace } from './placed-tensor.ts'
import { type FoundTensors, MAX_PICKLE, storageOf, type TorchRefusals } from './torch-file.ts'
import { Dict, type Storage, type Value } from './values.ts'

/** torch.serialization.MAGIC_NUMBER and PROTOCOL_VERSION. */
const MAGIC = 0x1950a86a20f9469cfc6cn
const PROTOCOL = 1001

/**
 * A file as torch.save wrote it before PyTorch 1.6: five pickles (a number that is the format's mark, its version, facts
 * of the machine, the object, the keys of its storages), then each storage: its count as 8 bytes, and its numbers.
 */
export async function readStreamFile(file: FileHandle, size: number, refusals: TorchRefusals): Promise<FoundTensors> {
  const { root, keys, storages, end } = await readHead(file, size, refusals)
  const places = await storagePlaces(file, size, { keys, storages, from: end, ...refusals })
  return {
    root,
    place: ({ key }) => {
      const place = places.get(key)
      if (!place) throw refusals.damaged(`it lacks the storage ${key.slice(0, 100)}`)
      return Promise.resolve(place)
    },
  }
}

/** Reads more of the file until the five pickles are complete, since nothing says how long they are. */
async function readHead(file: FileHandle, size: number, refusals: TorchRefusals) {
  for (let length = 1 << 20; ; length *= 8) {
    const bytes = Buffer.alloc(Math.min(length, size, MAX_PICKLE))
    await file.read(bytes, 0, bytes.length, 0)
    try {
      return parseHead(bytes, refusals)
    } catch (error) {
      if (!(error instanceof PickleEnds)) throw error
      if (bytes.length === size) throw refusals.damaged('it ends inside a pickle: download it again')
      if (bytes.length === MAX_PICKLE) throw refusals.damaged(`its pickle has more than ${MAX_PICKLE} bytes`)
    }
  }
}

function parseHead(bytes: Buffer, refusals: TorchRefusals) {
  const storages = new Map<string, Storage>()
  const persistent = (id: Value) => {
    const storage = storageOf(id, refusals.damaged)
    storages.set(storage.key, storage)
    return storage
  }
  let end = 0
  const next = (): Value => {
    const read = readPickle(bytes, end, { ...refusals, persistent })
    end = read.end
    return read.value
  }
  if (next() !== MAGIC || next() !== PROTOCOL)
    throw refusals.other('is a plain pickle, not a file of weights that torch.save wrote')
  const machine = next()
  if (machine instanceof Dict && machine.get('little_endian') === false)
    throw refusals.other('stores its numbers in big-endian order, which is not supported')
  const root = next()
  const keys = next()
  if (!Array.isArray(keys)) throw refusals.damaged('the list of its storages is missing')
  return { root, keys, storages, end }
}

interface Stream extends TorchRefusals {
  readonly keys: readonly Value[]
  readonly storages: ReadonlyMap<string, Storage>
  readonly from: number
}

async function storagePlaces(
  file: FileHandle,
  size: number,
  { keys, storages, from, damaged }: Stream,
): Promise<ReadonlyMap<string, StoragePlace>> {
  const places = new Map<string, StoragePlace>()
  const count = Buffer.alloc(8)
  let at = from
  for (const key of keys) {
    const storage = storages.get(String(key))
    if (typeof key !== 'string' || !storage) throw damaged('the list of its storages names one that no tensor has')
    const { bytesRead } = await file.read(count, 0, 8, at)
    const length = Number(count.readBigUInt64LE()) * (storage.dtype === null ? 1 : bytesPer(storage.dtype))
    if (bytesRead < 8 || at + 8 + length > size)
      throw damaged('it ends inside its numbers: the download is incomplete, download it again')
    places.set(key, { offset: at + 8, length })
    at += 8 + length
  }
  return places
}
