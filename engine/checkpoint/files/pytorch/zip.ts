import type { FileHandle } from 'node:fs/promises'

/** One record of a zip archive. */
export interface ZipRecord {
  readonly name: string
  /** Of the record's own header, from the start of the file. */
  readonly header: number
  /** Of the content, bytes. */
  readonly size: number
  /** Whether the content is stored as it is. */
  readonly isPlain: boolean
}

type Damaged = (why: string) => Error

const END = 0x06054b50
const [END_64, LOCATOR_64, ENTRY, RECORD] = [0x06064b50, 0x07064b50, 0x02014b50, 0x04034b50]
/** More than any checkpoint has; a directory of so many records has about 10 MB. */
const MAX_RECORDS = 200_000
const MAX_DIRECTORY = 64_000_000

/**
 * The directory of a zip archive (PKWARE's APPNOTE 6.3.10, sections 4.3.12 to 4.3.16), which is at its end. Nothing is
 * unpacked.
 */
export async function zipRecords(file: FileHandle, fileSize: number, damaged: Damaged): Promise<ZipRecord[]> {
  const { offset, size } = await directoryPlace(file, fileSize, damaged)
  if (size > MAX_DIRECTORY) throw damaged(`the directory of its archive has ${size} bytes`)
  const bytes = await read(file, offset, size, damaged)
  const records: ZipRecord[] = []
  for (let at = 0; at + 46 <= bytes.length && bytes.readUInt32LE(at) === ENTRY; ) {
    const [nameLength, extraLength, noteLength] = [28, 30, 32].map(field => bytes.readUInt16LE(at + field))
    const extraAt = at + 46 + nameLength!
    const end = extraAt + extraLength! + noteLength!
    if (end > bytes.length) throw damaged('the directory of its archive ends inside an entry')
    records.push(entry(bytes, at, bytes.subarray(extraAt, extraAt + extraLength!)))
    if (records.length > MAX_RECORDS) throw damaged(`its archive has more than ${MAX_RECORDS} records`)
    at = end
  }
  return records
}

/** The bytes of a record, as they are in the file. */
export async function recordPlace(file: FileHandle, { header, name }: ZipRecord, damaged: Damaged): Promise<number> {
  const bytes = await read(file, header, 30, damaged)
  if (bytes.readUInt32LE(0) !== RECORD) throw damaged(`its archive has no record ${name} where its directory says`)
  return header + 30 + bytes.readUInt16LE(26) + bytes.readUInt16LE(28)
}

async function directoryPlace(file: FileHandle, fileSize: number, damaged: Damaged) {
  // The end record has 22 bytes and a comment of up to 65,535.
  const length = Math.min(fileSize, 22 + 65_535)
  const tail = await read(file, fileSize - length, length, damaged)
  let at = tail.length - 22
  while (at >= 0 && tail.readUInt32LE(at) !== END) at--
  if (at < 0) throw damaged('the end of its archive is missing: the download is incomplete, download it again')
  const plain = { size: tail.readUInt32LE(at + 12), offset: tail.readUInt32LE(at + 16) }
  if (at < 20 || tail.readUInt32LE(at - 20) !== LOCATOR_64) return plain
  const record = await read(file, whole(tail, at - 20 + 8, damaged), 56, damaged)
  if (record.readUInt32LE(0) !== END_64) throw damaged('the directory of its archive is not where its end says')
  return { size: whole(record, 40, damaged), offset: whole(record, 48, damaged) }
}

const FULL = 0xffff_ffff

function entry(bytes: Buffer, at: number, extra: Buffer): ZipRecord {
  const [method, packed, size, nameLength, header] = [
    bytes.readUInt16LE(at + 10),
    bytes.readUInt32LE(at + 20),
    bytes.readUInt32LE(at + 24),
    bytes.readUInt16LE(at + 28),
    bytes.readUInt32LE(at + 42),
  ]
  // The 8-byte values of those that do not fit, in this order.
  const long = zip64(extra)
  const [longSize, longPacked, longHeader] = [size, packed, header].map(value =>
    value === FULL ? Number(long.shift() ?? value) : value,
  )
  return {
    name: bytes.toString('utf8', at + 46, at + 46 + nameLength),
    header: longHeader!,
    size: longSize!,
    isPlain: method === 0 && longSize === longPacked,
  }
}

function zip64(extra: Buffer): bigint[] {
  for (let at = 0; at + 4 <= extra.length; ) {
    const length = extra.readUInt16LE(at + 2)
    const content = extra.subarray(at + 4, at + 4 + length)
    if (extra.readUInt16LE(at) === 1)
      return Array.from({ length: Math.floor(content.length / 8) }, (_, i) => content.readBigUInt64LE(8 * i))
    at += 4 + length
  }
  return []
}

function whole(bytes: Buffer, at: number, damaged: Damaged): number {
  const value = Number(bytes.readBigUInt64LE(at))
  if (!Number.isSafeInteger(value)) throw damaged('the directory of its archive names a place that no file has')
  return value
}

/** Exactly these bytes. */
async function read(file: FileHandle, offset: number, length: number, damaged: Damaged): Promise<Buffer> {
  const bytes = Buffer.alloc(length)
  const { bytesRead } =
    Number.isSafeInteger(offset) && offset >= 0 ? await file.read(bytes, 0, length, offset) : { bytesRead: 0 }
  if (bytesRead < length) throw damaged('its archive is incomplete: download it again')
  return bytes
}
