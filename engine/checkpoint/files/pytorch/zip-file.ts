import type { FileHandle } from 'node:fs/promises'
import { PickleEnds } from './machine.ts'
import { readPickle } from './pickle.ts'
import type { StoragePlace } from './placed-tensor.ts'
import { type FoundTensors, MAX_PICKLE, storageOf, type TorchRefusals } from './torch-file.ts'
import type { Value } from './values.ts'
import { recordPlace, type ZipRecord, zipRecords } from './zip.ts'

/** A file as torch.save writes it since PyTorch 1.6: a zip archive of a pickle, `data.pkl`, and one record for each storage. */
export async function readZipFile(file: FileHandle, size: number, refusals: TorchRefusals): Promise<FoundTensors> {
  const { damaged } = refusals
  const records = new Map((await zipRecords(file, size, damaged)).map(record => [record.name, record]))
  const names = [...records.keys()]
  const pickle = names.find(name => /^[^/]+\/data\.pkl$/.test(name))
  if (pickle === undefined)
    throw refusals.other('is a zip archive, but torch.save did not write it: it has no data.pkl')
  const folder = pickle.slice(0, pickle.indexOf('/') + 1)
  const content = (name: string, most: number) => contentOf(file, size, records.get(folder + name), most, damaged)
  if ((await content('byteorder', 16))?.toString() === 'big')
    throw refusals.other('stores its numbers in big-endian order, which is not supported')
  const bytes = (await content('data.pkl', MAX_PICKLE))!
  const root = readWhole(bytes, refusals)
  const places = new Map<string, Promise<StoragePlace>>()
  const find = async (key: string): Promise<StoragePlace> => {
    const record = records.get(`${folder}data/${key}`)
    if (!record) throw damaged(`its archive lacks the record data/${key.slice(0, 100)}`)
    return placeOf(file, size, record, damaged)
  }
  return {
    root,
    place({ key }) {
      const known = places.get(key) ?? find(key)
      places.set(key, known)
      return known
    },
  }
}

function readWhole(bytes: Buffer, refusals: TorchRefusals): Value {
  try {
    return readPickle(bytes, 0, { ...refusals, persistent: id => storageOf(id, refusals.damaged) }).value
  } catch (error) {
    throw error instanceof PickleEnds ? refusals.damaged('its pickle has no end: download it again') : error
  }
}

async function placeOf(
  file: FileHandle,
  fileSize: number,
  record: ZipRecord,
  damaged: TorchRefusals['damaged'],
): Promise<StoragePlace> {
  if (!record.isPlain) throw damaged(`its record ${record.name} is compressed; save the file again with torch.save`)
  const offset = await recordPlace(file, record, damaged)
  if (offset + record.size > fileSize)
    throw damaged(`its record ${record.name} ends after the file: the download is incomplete, download it again`)
  return { offset, length: record.size }
}

/** @returns null when there is no such record */
async function contentOf(
  file: FileHandle,
  fileSize: number,
  record: ZipRecord | undefined,
  most: number,
  damaged: TorchRefusals['damaged'],
): Promise<Buffer | null> {
  if (!record) return null
  const { offset, length } = await placeOf(file, fileSize, record, damaged)
  if (length > most) throw damaged(`its record ${record.name} has ${length} bytes; at most ${most} are read`)
  const bytes = Buffer.alloc(length)
  await file.read(bytes, 0, length, offset)
  return bytes
}
