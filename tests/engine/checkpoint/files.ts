import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll } from 'vitest'
import {
  type Dtype,
  openSafetensors,
  type Safetensors,
  type TensorInfo,
} from '../../../engine/checkpoint/files/safetensors.ts'
import { writeSafetensors } from '../../../engine/checkpoint/files/safetensors-writer.ts'

export const golden = (name: string): string => fileURLToPath(new URL(`../../goldens/${name}`, import.meta.url))
export const builtIn = (name: string): string => fileURLToPath(new URL(`../../../models/${name}`, import.meta.url))

/** A folder for one test file, gone afterwards. @returns writes a file into it and tells its path */
export function temporaryFolder(): (name: string, bytes?: Uint8Array | string) => Promise<string> {
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'checkpoint-'))
  })
  afterAll(() => rm(folder, { recursive: true }))
  return async (name, bytes) => {
    const path = join(folder, name)
    if (bytes !== undefined) await writeFile(path, bytes)
    return path
  }
}

/** A file by the format's definition: header length, header, data. */
export function safetensorsBytes(header: string | object, dataBytes = 0): Uint8Array {
  const json = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header))
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(json.length))
  return Buffer.concat([length, json, Buffer.alloc(dataBytes)])
}

/** A header as if it had been read, of tensors that nobody will read. */
export function headerOf(
  shapes: Readonly<Record<string, readonly number[]>>,
  { path = '/models/made-up.safetensors', dtype = 'F16' as Dtype, metadata = {} as Record<string, string> } = {},
): Safetensors {
  const info = (name: string, shape: readonly number[]): TensorInfo => ({
    path,
    name,
    dtype,
    shape,
    offset: 0,
    length: 0,
  })
  const tensors = new Map(Object.entries(shapes).map(([name, shape]) => [name, info(name, shape)]))
  return { path, size: 0, tensors, metadata }
}

/** Tensors of another file under other names, and in other shapes of the same size. */
export async function writeCopies(
  path: string,
  source: string,
  copies: readonly { readonly name: string; readonly from: string; readonly shape?: readonly number[] }[],
): Promise<void> {
  const [{ tensors }, bytes] = [await openSafetensors(source), await readFile(source)]
  const origin = new Map(copies.map(({ name, from }) => [name, tensors.get(from)!]))
  const specs = copies.map(({ name, shape }) => ({ ...origin.get(name)!, name, ...(shape && { shape }) }))
  await writeSafetensors(path, specs, ({ name }) => {
    const { offset, length } = origin.get(name)!
    return [bytes.subarray(offset, offset + length)]
  })
}
