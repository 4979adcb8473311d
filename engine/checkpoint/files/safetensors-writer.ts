import { randomUUID } from 'node:crypto'
import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { nameOnce } from '../../image/files/write-new-file.ts'
import { ShapeError } from '../../tensor/tensor.ts'
import { bytesPer } from './dtype.ts'
import { byteLength, type TensorInfo } from './safetensors.ts'

/** A tensor that is to be written. */
export type TensorSpec = Pick<TensorInfo, 'name' | 'dtype' | 'shape'>

/** One tensor's bytes, little-endian, in any number of pieces. A piece is written before the next one is requested. */
export type Pieces = Iterable<Uint8Array> | AsyncIterable<Uint8Array>

/**
 * Writes a .safetensors file of any size piece by piece: complete and on disk, or not at all. The bytes are written to a
 * hidden file in the same folder, which replaces the file at `path` only at the end. Tensors of the widest number types
 * come first, so that the offset of each is a multiple of its number's size; otherwise the order stays.
 *
 * @param bytesOf  called once for each tensor, in the order of the file; what it throws ends the writing
 * @throws ShapeError when two tensors have one name, or a tensor's bytes are more or fewer than its shape says
 */
export async function writeSafetensors(
  path: string,
  tensors: readonly TensorSpec[],
  bytesOf: (tensor: TensorSpec) => Pieces,
  metadata: Readonly<Record<string, string>> = {},
): Promise<void> {
  await writeDraft(dirname(path), [tensors, bytesOf, metadata], draft => rename(draft, path))
}

/**
 * The same in `folder`, under the first name that is free when the file is complete; no file is replaced.
 *
 * @param nameOf  a name for each number from `first` on
 * @returns the path
 */
export function writeNewSafetensors({ folder, first, nameOf }: NumberedName, ...content: Content): Promise<string> {
  return writeDraft(folder, content, async draft => {
    let number = first
    while (!(await nameOnce(draft, join(folder, nameOf(number))))) number++
    return join(folder, nameOf(number))
  })
}

export interface NumberedName {
  readonly folder: string
  readonly first: number
  nameOf(number: number): string
}

type Content = [
  tensors: readonly TensorSpec[],
  bytesOf: (tensor: TensorSpec) => Pieces,
  metadata: Readonly<Record<string, string>>,
]

/** Writes a hidden file in `folder`, and gives it its name when it is complete and on disk. */
async function writeDraft<T>(
  folder: string,
  [tensors, bytesOf, metadata]: Content,
  name: (draft: string) => Promise<T>,
): Promise<T> {
  const ordered = tensors.toSorted((a, b) => bytesPer(b.dtype) - bytesPer(a.dtype))
  const header = headerBytes(ordered, metadata)
  const draft = join(folder, `.${randomUUID()}.part`)
  try {
    const file = await open(draft, 'wx')
    try {
      await writeAll(file, header, ordered, bytesOf)
      await file.sync()
    } finally {
      await file.close()
    }
    return await name(draft)
  } finally {
    await rm(draft, { force: true })
  }
}

async function writeAll(
  file: FileHandle,
  header: Uint8Array,
  tensors: readonly TensorSpec[],
  bytesOf: (tensor: TensorSpec) => Pieces,
): Promise<void> {
  await file.writeFile(header)
  for (const tensor of tensors) await file.writeFile(counted(tensor, bytesOf(tensor)))
}

async function* counted({ name, dtype, shape }: TensorSpec, pieces: Pieces): AsyncGenerator<Uint8Array> {
  const expected = byteLength(dtype, shape)
  let written = 0
  for await (const piece of pieces) {
    written += piece.byteLength
    if (written > expected) break
    yield piece
  }
  if (written !== expected)
    throw new ShapeError(
      `${name} is ${dtype} [${shape}], ${expected} bytes, and got ${written > expected ? 'more' : written}`,
    )
}

/**
 * The first bytes of a file of these tensors in this order: length, JSON, and spaces up to a multiple of 8.
 *
 * @throws ShapeError when two tensors have one name
 */
export function headerBytes(tensors: readonly TensorSpec[], metadata: Readonly<Record<string, string>>): Buffer {
  const entries = new Map<string, unknown>()
  if (Object.keys(metadata).length > 0) entries.set('__metadata__', metadata)
  let end = 0
  for (const { name, dtype, shape } of tensors) {
    if (entries.has(name) || name === '__metadata__') throw new ShapeError(`two parts of the file are called ${name}`)
    entries.set(name, { dtype, shape, data_offsets: [end, (end += byteLength(dtype, shape))] })
  }
  const json = Buffer.from(JSON.stringify(Object.fromEntries(entries)))
  const header = Buffer.alloc(8 + Math.ceil(json.length / 8) * 8, ' ')
  header.writeBigUInt64LE(BigInt(header.length - 8))
  header.set(json, 8)
  return header
}
