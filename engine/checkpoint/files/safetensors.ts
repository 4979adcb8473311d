import { type FileHandle, open, realpath, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { CheckpointError } from '../../errors.ts'
import { remember } from '../../remember.ts'
import { sizeOf, type Tensor } from '../../tensor/tensor.ts'
import { bytesPer, type Dtype, decode } from './dtype.ts'
import type { FileRef } from './file-ref.ts'
import { inOrderOf } from './order.ts'
import { pytorchReader } from './pytorch/pytorch.ts'
import { readHeader, type TensorInfo, type Tensors } from './safetensors-header.ts'

export type { Dtype } from './dtype.ts'
export type { TensorInfo, Tensors } from './safetensors-header.ts'

/** The header of a model file, a .safetensors file or one of PyTorch: everything except the numbers. */
export interface Safetensors {
  /** Absolute, symbolic links resolved. */
  readonly path: string
  readonly size: number
  readonly tensors: Tensors
  /** The file is one of torch.save. */
  readonly isPytorch?: true
  readonly metadata: Readonly<Record<string, string>>
}

/**
 * Reads and checks a file's header (https://huggingface.co/docs/safetensors: 8 bytes of header length, JSON, data). What
 * torch.save wrote is read into the same form. The content decides, not the name.
 *
 * @throws CheckpointError `not-safetensors` and `not-pytorch` for a file that breaks its format's rules, `pickle` for one
 *         of PyTorch that would call something, `unreadable` when the file cannot be opened
 */
export async function openSafetensors(path: string): Promise<Safetensors> {
  const file = await openFile(path)
  try {
    const { size } = await file.stat()
    const real = await realpath(path)
    const start = Buffer.alloc(Math.min(size, 512))
    await file.read(start, 0, start.length, 0)
    const read = pytorchReader(start) ?? readHeader
    return { path: real, size, ...(await read(file, { path, real, size })) }
  } catch (cause) {
    throw cause instanceof Error && 'syscall' in cause ? unreadable(path, cause) : cause
  } finally {
    await file.close()
  }
}

const headers = remember<string, Safetensors>(64)

/** The header of a file, read once for each state of the file. @throws CheckpointError as `openSafetensors` */
export const openHeader = ({ path, fingerprint }: FileRef): Promise<Safetensors> =>
  headers(`${path}\n${fingerprint}`, () => openSafetensors(path))

/** The tensors whose keys start with `prefix`, by the rest of their keys. */
export const tensorsBelow = ({ tensors }: Safetensors, prefix: string): Tensors =>
  new Map([...tensors].flatMap(([key, info]) => (key.startsWith(prefix) ? [[key.slice(prefix.length), info]] : [])))

/** The numbers of one tensor as float32, whatever type the file stores. @throws CheckpointError when it is missing */
export async function readTensor({ path, tensors }: Safetensors, name: string): Promise<Tensor> {
  const info = tensors.get(name)
  if (!info) throw new CheckpointError('missing-tensor', path, `${basename(path)} has no tensor ${name}`)
  return readTensorAt(info)
}

/** The numbers of a tensor, or of a part of one, as float32. */
export async function readTensorAt(info: TensorInfo): Promise<Tensor> {
  const { path, name } = info
  const bytes = new Uint8Array(info.length)
  const file = await openFile(path)
  try {
    const { bytesRead } = await file.read(bytes, 0, info.length, info.offset)
    if (bytesRead < info.length)
      throw new CheckpointError(
        'unreadable',
        path,
        `${basename(path)} ends inside ${name}: it changed while it was read`,
      )
  } finally {
    await file.close()
  }
  return { dims: info.shape, data: inOrderOf(info, decode(info.dtype, bytes)) }
}

/** The first number of each of many small tensors; the file is opened once. */
export async function readScalars(
  { path }: Safetensors,
  infos: readonly TensorInfo[],
): Promise<ReadonlyMap<string, number>> {
  if (infos.length === 0) return new Map()
  const file = await openFile(path)
  try {
    const values = infos.map(async ({ name, dtype, offset }) => {
      const bytes = new Uint8Array(bytesPer(dtype))
      await file.read(bytes, 0, bytes.length, offset)
      return [name, decode(dtype, bytes)[0]!] as const
    })
    return new Map(await Promise.all(values))
  } finally {
    await file.close()
  }
}

/** @param name  the name that the user selected @throws CheckpointError `unreadable` */
export async function fileRef(path: string, name = basename(path)): Promise<FileRef> {
  try {
    const real = await realpath(path)
    const { size, mtimeMs } = await stat(real)
    return { name, path: real, fingerprint: `${size}-${mtimeMs}` }
  } catch (cause) {
    throw unreadable(path, cause)
  }
}

/** How many bytes a tensor of this type and shape takes. */
export const byteLength = (dtype: Dtype, shape: readonly number[]): number => sizeOf(shape) * bytesPer(dtype)

async function openFile(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r')
  } catch (cause) {
    throw unreadable(path, cause)
  }
}

function unreadable(path: string, cause: unknown): CheckpointError {
  const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown reason'
  const why =
    { ENOENT: 'there is no such file', EACCES: 'permission denied', EISDIR: 'it is a folder' }[reason] ?? reason
  return new CheckpointError('unreadable', path, `${basename(path)} cannot be read: ${why}`, { cause })
}
