import { type FileHandle, open } from 'node:fs/promises'
import { crc32, inflateRawSync } from 'node:zlib'
import { AcceleratorError } from './accelerator-error.ts'

/** A file inside a zip file. */
export interface ZipEntry {
  readonly name: string
  /** Bytes when unpacked. */
  readonly size: number
  readonly method: number
  readonly packed: number
  readonly crc: number
  /** Where its local header begins. */
  readonly offset: number
}

export interface Zip {
  readonly entries: readonly ZipEntry[]
  /** The unpacked bytes. @throws AcceleratorError when they are damaged */
  read(entry: ZipEntry): Promise<Buffer>
  close(): Promise<void>
}

const [END, CENTRAL, LOCAL] = [0x06054b50, 0x02014b50, 0x04034b50]
const LONGEST_COMMENT = 0xffff
const MOST_ENTRIES = 20_000
const LARGEST_DIRECTORY = 16 << 20
/** More than any library of a pack has. */
const LARGEST_ENTRY = 512 << 20

/**
 * Reads a zip file (APPNOTE.TXT 6.3.10): entries stored or deflated, without encryption, below 4 GB. Nothing is read that
 * the file does not hold, and nothing is unpacked beyond the size that the directory states.
 *
 * @throws AcceleratorError when the file is not a zip file or is damaged
 */
export async function openZip(path: string): Promise<Zip> {
  const file = await open(path).catch(cause => {
    throw new AcceleratorError(`${path} cannot be read: ${cause.message}`, { cause })
  })
  try {
    const entries = await directory(file, (await file.stat()).size)
    return { entries, read: entry => readEntry(file, entry), close: () => file.close() }
  } catch (error) {
    await file.close()
    if (error instanceof AcceleratorError) throw error
    throw new AcceleratorError(`${path} is damaged or not a wheel`, { cause: error })
  }
}

async function directory(file: FileHandle, size: number): Promise<ZipEntry[]> {
  const tail = await bytes(file, Math.max(0, size - LONGEST_COMMENT - 22), Math.min(size, LONGEST_COMMENT + 22))
  const end = tail.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'))
  if (end < 0 || tail.readUInt32LE(end) !== END) throw damaged('it has no directory at its end')
  const [count, length, offset] = [
    tail.readUInt16LE(end + 10),
    tail.readUInt32LE(end + 12),
    tail.readUInt32LE(end + 16),
  ]
  if (count > MOST_ENTRIES || length > LARGEST_DIRECTORY) throw damaged('its directory is too large')
  const table = await bytes(file, offset, length)
  const entries: ZipEntry[] = []
  for (let at = 0; entries.length < count; ) {
    if (table.readUInt32LE(at) !== CENTRAL) throw damaged('its directory is damaged')
    const [name, extra, comment] = [28, 30, 32].map(field => table.readUInt16LE(at + field)) as [number, number, number]
    entries.push({
      name: table.toString('utf8', at + 46, at + 46 + name),
      method: table.readUInt16LE(at + 10),
      crc: table.readUInt32LE(at + 16),
      packed: table.readUInt32LE(at + 20),
      size: table.readUInt32LE(at + 24),
      offset: table.readUInt32LE(at + 42),
    })
    at += 46 + name + extra + comment
  }
  return entries
}

async function readEntry(file: FileHandle, { name, offset, packed, size, method, crc }: ZipEntry): Promise<Buffer> {
  if (size > LARGEST_ENTRY || packed > LARGEST_ENTRY) throw damaged(`${name} is too large`)
  const header = await bytes(file, offset, 30)
  if (header.readUInt32LE(0) !== LOCAL) throw damaged(`${name} is not where the directory says`)
  const stored = await bytes(file, offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28), packed)
  if (method !== 0 && method !== 8) throw damaged(`${name} is compressed in an unknown way (${method})`)
  let content: Buffer
  try {
    content = method === 0 ? stored : inflateRawSync(stored, { maxOutputLength: Math.max(size, 1) })
  } catch (cause) {
    throw damaged(`${name} cannot be unpacked`, cause)
  }
  if (content.length !== size || crc32(content) !== crc) throw damaged(`${name} differs from its checksum`)
  return content
}

async function bytes(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position)
  if (bytesRead !== length) throw damaged('it ends too early')
  return buffer
}

const damaged = (what: string, cause?: unknown): AcceleratorError =>
  new AcceleratorError(`the wheel is damaged: ${what}; download it again`, { cause })
