import type { FileHandle } from 'node:fs/promises'
import { basename } from 'node:path'
import { z } from 'zod'
import { CheckpointError } from '../../errors.ts'
import { bytesPer, type Dtype, isDtype } from './dtype.ts'
import { duplicateKey } from './duplicate-key.ts'

/** One tensor of a file: its type, its shape and where its bytes are. */
export interface TensorInfo {
  /** Of the file, absolute, symbolic links resolved: the tensors of one network may come from several files. */
  readonly path: string
  readonly name: string
  readonly dtype: Dtype
  readonly shape: readonly number[]
  /** From the start of the file. */
  readonly offset: number
  /** Bytes. */
  readonly length: number
  /** The axes from the one that changes slowest in the file to the fastest; without it they are in the order of `shape`. */
  readonly order?: readonly number[]
  /** Its numbers, where they are not in a file. */
  readonly bytes?: ArrayBuffer
}

const MAX_HEADER = 100_000_000
/** PyTorch's own limit. */
const MAX_DIMENSIONS = 64
/** Real checkpoints have fewer than 10,000, with names below 200 characters. */
const MAX_TENSORS = 100_000
const MAX_NAME = 1000

const whole = z.number().int().nonnegative()
const entry = z.object({
  dtype: z.string(),
  shape: z.array(whole).max(MAX_DIMENSIONS),
  data_offsets: z.tuple([whole, whole]),
})

export interface FileFacts {
  /** The path that was asked for; messages name this one. */
  readonly path: string
  /** Symbolic links resolved; tensors are read from this one. */
  readonly real: string
  /** Of the whole file, bytes. */
  readonly size: number
}

/** A file's tensors, or a network's, by key. */
export type Tensors = ReadonlyMap<string, TensorInfo>

export interface Header {
  readonly tensors: Tensors
  /** The file is one of torch.save. */
  readonly isPytorch?: true
  readonly metadata: Readonly<Record<string, string>>
}

/**
 * Reads a header and checks every rule of the format, so that all offsets can be trusted. Linear in the header, and so
 * is what reads its names, which are bounded.
 *
 * @throws CheckpointError `not-safetensors`
 */
export async function readHeader(file: FileHandle, { path, real, size }: FileFacts): Promise<Header> {
  const refuse = (why: string) => new CheckpointError('not-safetensors', path, `${basename(path)} ${why}`)
  const text = await headerText(file, size, refuse)
  const { __metadata__: metadata = {}, ...entries } = parseObject(text, refuse)
  const twice = duplicateKey(text)
  if (twice !== null) throw refuse(`is damaged: its header names ${twice} twice`)

  const dataStart = 8 + Buffer.byteLength(text)
  const count = Object.keys(entries).length
  if (count > MAX_TENSORS) throw refuse(`has ${count} tensors; at most ${MAX_TENSORS} are read`)
  const tensors = Object.entries(entries).map(([name, value]) => ({
    path: real,
    ...tensorInfo(name, value, dataStart, refuse),
  }))
  checkLayout(tensors, dataStart, size, refuse)
  const strings = z.record(z.string(), z.string()).safeParse(metadata)
  if (!strings.success) throw refuse('is damaged: its __metadata__ holds values that are not strings')
  return { tensors: new Map(tensors.map(info => [info.name, info])), metadata: strings.data }
}

type Refuse = (why: string) => CheckpointError

async function headerText(file: FileHandle, size: number, refuse: Refuse): Promise<string> {
  if (size === 0) throw refuse('is empty: the download failed, download it again')
  const start = Buffer.alloc(Math.min(size, 64))
  await file.read(start, 0, start.length, 0)
  refuseOtherFormats(start, refuse)
  if (size < 8) throw refuse(`is not a model file: it has only ${size} bytes`)

  const length = start.readBigUInt64LE(0)
  if (length > MAX_HEADER)
    throw refuse(`is not a .safetensors file: its header would be ${length} bytes long, at most 100 MB are allowed`)
  const need = 8 + Number(length)
  if (need > size)
    throw refuse(`is incomplete: its header alone takes ${need} bytes and the file has ${size}; download it again`)
  const bytes = Buffer.alloc(Number(length))
  await file.read(bytes, 0, bytes.length, 8)
  if (bytes[0] !== 0x7b) throw refuse('is not a .safetensors file: its header does not start with {')
  return utf8(bytes, refuse)
}

function utf8(bytes: Buffer, refuse: Refuse): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw refuse('is damaged: its header is not UTF-8 text')
  }
}

/** The other formats that are most often found under the name of a model. */
function refuseOtherFormats(start: Buffer, refuse: Refuse): void {
  const text = start.toString('latin1')
  if (text.startsWith('GGUF')) throw refuse('is a GGUF file, which is not supported: get it as .safetensors')
  if (text.startsWith('version https://git-lfs'))
    throw refuse('is a Git LFS pointer, not the model itself: run "git lfs pull" or download the file')
  if (/^\s*<(!doctype|html|\?xml)/i.test(text))
    throw refuse('is a web page, not a model: the download was redirected (a login page?), download it again')
  if (/^[\t\n\r\x20-\x7e]{8,}$/.test(text))
    throw refuse(
      `is a text, not a model: it begins with "${text.trim().slice(0, 40).replaceAll(/\s+/g, ' ')}"; download it again`,
    )
}

/** @param text  starts with `{`, so if it is JSON it is an object */
function parseObject(text: string, refuse: Refuse): Record<string, unknown> {
  try {
    return JSON.parse(text)
  } catch {
    throw refuse('is damaged: its header is not valid JSON')
  }
}

function tensorInfo(name: string, value: unknown, dataStart: number, refuse: Refuse): Omit<TensorInfo, 'path'> {
  if (name.length > MAX_NAME)
    throw refuse(`has a tensor whose name is ${name.length} characters long; at most ${MAX_NAME} are read`)
  const parsed = entry.safeParse(value)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!
    throw refuse(`is damaged: ${[name, ...issue.path].join('.')}: ${issue.message}`)
  }
  const { dtype, shape, data_offsets } = parsed.data
  if (!isDtype(dtype))
    throw refuse(`stores ${name} as ${dtype.slice(0, 40)}, a number type that Leapgraph does not know`)
  const [from, to] = data_offsets
  const bytes = shape.reduce((n, d) => n * BigInt(d), BigInt(bytesPer(dtype)))
  if (BigInt(to) - BigInt(from) !== bytes)
    throw refuse(`is damaged: ${name} is ${dtype} [${shape}], ${bytes} bytes, but its offsets span ${to - from}`)
  return { name, dtype, shape, offset: dataStart + from, length: to - from }
}

/** No gaps, no overlap, no bytes after the last tensor. */
function checkLayout(tensors: readonly TensorInfo[], dataStart: number, size: number, refuse: Refuse): void {
  let end = dataStart
  for (const { name, offset, length } of tensors.toSorted((a, b) => a.offset - b.offset || a.length - b.length)) {
    if (offset < end) throw refuse(`is damaged: ${name} overlaps the tensor before it`)
    if (offset > end) throw refuse(`is damaged: ${offset - end} bytes before ${name} belong to no tensor`)
    end = offset + length
  }
  if (end > size)
    throw refuse(`is incomplete: its header promises ${end} bytes and the file has ${size}; download it again`)
  if (end < size) throw refuse(`is damaged: ${size - end} bytes after the last tensor do not belong to any tensor`)
}
