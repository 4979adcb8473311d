/** Parts of pickles, opcode by opcode (CPython's Lib/pickletools.py), as bytes written in Latin-1. */

const little = (value: number, bytes: number): string =>
  String.fromCharCode(...Array.from({ length: bytes }, (_, i) => Math.floor(value / 2 ** (8 * i)) & 255))

export const text = (value: string): string =>
  `X${little(Buffer.byteLength(value), 4)}${Buffer.from(value).toString('latin1')}`
export const whole = (value: number): string => `J${little(value, 4)}`
export const global = (module: string, name: string): string => `c${module}\n${name}\n`
export const tuple = (...items: readonly string[]): string => `(${items.join('')}t`
export const dict = (pairs: Readonly<Record<string, string>>): string =>
  `}(${Object.entries(pairs)
    .map(([key, value]) => text(key) + value)
    .join('')}u`
export const call = (callee: string, ...args: readonly string[]): string => `${callee}${tuple(...args)}R`
export const pickle = (value: string): string => `\x80\x02${value}.`

export interface PickledTensor {
  readonly key: string
  readonly shape: readonly number[]
  readonly strides?: readonly number[]
  readonly offset?: number
  readonly storage?: string
  readonly count?: number
}

/** A tensor as torch.save writes it. */
export function tensor({
  key,
  shape,
  strides = rowMajor(shape),
  offset = 0,
  storage = 'FloatStorage',
  count,
}: PickledTensor): string {
  const size = shape.reduce((a, b) => a * b, 1)
  const id = tuple(text('storage'), global('torch', storage), text(key), text('cpu'), whole(count ?? size))
  const numbers = (values: readonly number[]) => tuple(...values.map(whole))
  const hooks = call(global('collections', 'OrderedDict'))
  return call(
    global('torch._utils', '_rebuild_tensor_v2'),
    `${id}Q`,
    whole(offset),
    numbers(shape),
    numbers(strides),
    '\x89',
    hooks,
  )
}

const rowMajor = (shape: readonly number[]): number[] =>
  shape.map((_, axis) => shape.slice(axis + 1).reduce((a, b) => a * b, 1))

/** A file of torch.save before PyTorch 1.6 that holds these storages. */
export function streamFile(object: string, storages: Readonly<Record<string, Uint8Array>> = {}, width = 4): Buffer {
  const magic = '\x8a\x0al\xfc\x9cF\xf9 j\xa8P\x19'
  const keys = Object.keys(storages)
  const head = [magic, 'M\xe9\x03', dict({ little_endian: '\x88' }), object, `](${keys.map(text).join('')}e`].map(
    pickle,
  )
  const parts = Object.values(storages).flatMap(bytes => [
    Buffer.from(little(bytes.length / width, 8), 'latin1'),
    bytes,
  ])
  return Buffer.concat([Buffer.from(head.join(''), 'latin1'), ...parts])
}

export interface ZipEntry {
  readonly name: string
  readonly bytes: Uint8Array
  /** 0: stored as it is; 8: compressed. */
  readonly method?: number
}

/** A zip archive of these records. */
export function zip(records: readonly ZipEntry[]): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const { name, bytes, method = 0 } of records) {
    const header = Buffer.alloc(30)
    header.writeUInt32LE(0x04034b50, 0)
    header.writeUInt16LE(method, 8)
    header.writeUInt32LE(bytes.length, 18)
    header.writeUInt32LE(bytes.length, 22)
    header.writeUInt16LE(name.length, 26)
    const entry = Buffer.alloc(46)
    entry.writeUInt32LE(0x02014b50, 0)
    entry.writeUInt16LE(method, 10)
    entry.writeUInt32LE(bytes.length, 20)
    entry.writeUInt32LE(bytes.length, 24)
    entry.writeUInt16LE(name.length, 28)
    entry.writeUInt32LE(at, 42)
    parts.push(header, Buffer.from(name), Buffer.from(bytes))
    directory.push(entry, Buffer.from(name))
    at += 30 + name.length + bytes.length
  }
  const all = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(records.length, 8)
  end.writeUInt16LE(records.length, 10)
  end.writeUInt32LE(all.length, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...parts, all, end])
}

/** A file of torch.save since PyTorch 1.6. */
export const zipFile = (object: string, storages: Readonly<{ [key: string]: Uint8Array }> = {}): Buffer =>
  zip([
    { name: 'archive/data.pkl', bytes: Buffer.from(pickle(object), 'latin1') },
    ...Object.entries(storages).map(([key, bytes]) => ({ name: `archive/data/${key}`, bytes })),
  ])
