import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { appendFile, mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import type { Ir } from '../../onnx/ir/ir.ts'
import type { Stored } from '../../onnx/messages.ts'
import { type MappedFile, mapFile } from './mapped-file.ts'

/** Bytes of a folder of compiled models; one of them may have a quarter of it. */
const MOST = 2e9
const HASH_BYTES = 32

/** A compiled model as OpenVINO wrote it, in mapped memory. */
export interface CompiledModel extends MappedFile {
  readonly length: bigint
}

/**
 * Compiled models in a folder that only this user may read. Each is followed by its SHA-256, because OpenVINO may end the process when it reads a
 * damaged one. The models used longest ago are removed first. A folder that cannot be read or written costs no run: the model is compiled again.
 */
export class CompiledModels {
  readonly #folder: string
  readonly #most: number

  constructor(folder: string, most = MOST) {
    this.#folder = folder
    this.#most = most
  }

  /** The model of this key; a damaged one is removed. */
  async find(key: string): Promise<CompiledModel | undefined> {
    const path = this.#pathOf(key)
    try {
      const length = (await stat(path)).size - HASH_BYTES
      const [hash, stored] = [createHash('sha256'), [] as Buffer[]]
      for await (const piece of createReadStream(path, { end: length - 1, highWaterMark: 1 << 20 })) hash.update(piece)
      for await (const piece of createReadStream(path, { start: length })) stored.push(piece)
      if (!hash.digest().equals(Buffer.concat(stored))) throw new Error('damaged')
      const now = new Date()
      await utimes(path, now, now)
      return { ...mapFile(path), length: BigInt(length) }
    } catch {
      await rm(path, { force: true }).catch(() => {})
      return undefined
    }
  }

  /** Whether a model with so many bytes of weights is kept. */
  holds = (weightBytes: number): boolean => weightBytes <= this.#most / 4

  /** Keeps what `write` writes to a path. */
  async keep(key: string, write: (path: string) => Promise<void>): Promise<void> {
    const unfinished = join(this.#folder, `${key}.${randomUUID()}`)
    try {
      await mkdir(this.#folder, { recursive: true, mode: 0o700 })
      await write(unfinished)
      const hash = createHash('sha256')
      for await (const piece of createReadStream(unfinished, { highWaterMark: 1 << 20 })) hash.update(piece)
      await appendFile(unfinished, hash.digest())
      await rename(unfinished, this.#pathOf(key))
      await this.#bound()
    } catch {
      await rm(unfinished, { force: true }).catch(() => {})
    }
  }

  async #bound(): Promise<void> {
    const paths = (await readdir(this.#folder)).map(name => join(this.#folder, name))
    const files = await Promise.all(paths.map(async path => ({ path, ...(await stat(path)) })))
    let bytes = 0
    for (const { path, size } of files.toSorted((a, b) => b.mtimeMs - a.mtimeMs)) {
      bytes += size
      if (bytes > this.#most) await rm(path, { force: true })
    }
  }

  #pathOf = (key: string): string => join(this.#folder, `${key}.model`)
}

/**
 * What a compiled model depends on: the layers, the numbers in the graph, the state of the files with the weights, and `how` it
 * is compiled (device, precision, version).
 *
 * @throws Error when a file cannot be read
 */
export async function modelKey(ir: Ir, how: readonly string[]): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify(how))
  const files = new Map<string, bigint>()
  for (const data of ir.constants) {
    if (data instanceof ArrayBuffer) hash.update(`${data.byteLength}:`).update(new Uint8Array(data))
    else if (!files.has(data.path)) {
      const { size, mtimeMs } = await stat(data.path)
      hash.update(JSON.stringify([data.path, size, mtimeMs]))
      files.set(data.path, BigInt(files.size + 1) << 64n)
    }
  }
  // Weights are told apart by their place in their file, the numbers in the graph by their order.
  const place = (data: Stored['data']) =>
    data instanceof ArrayBuffer ? 0n : files.get(data.path)! + BigInt(data.offset)
  return hash.update(ir.xml(place)).digest('hex')
}
