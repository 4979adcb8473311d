import { readFileSync } from 'node:fs'
import type { Tensor } from '../../engine/tensor/tensor.ts'

/** A safetensors header entry: one array of the file. */
interface Header {
  readonly dtype: string
  readonly shape: readonly number[]
  readonly data_offsets: readonly [from: number, to: number]
}

const fileOf = (name: string) => new URL(name, import.meta.url)

const widen: Record<string, (bytes: ArrayBuffer) => Float32Array> = {
  F64: bytes => Float32Array.from(new Float64Array(bytes)),
  F32: bytes => new Float32Array(bytes),
  F16: bytes => Float32Array.from(new Uint16Array(bytes), halfToNumber),
  I64: bytes => Float32Array.from(new BigInt64Array(bytes), Number),
  I32: bytes => Float32Array.from(new Int32Array(bytes)),
  U8: bytes => Float32Array.from(new Uint8Array(bytes)),
}

function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 31
  const fraction = bits & 1023
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15))
}

/** Every array of `tests/goldens/<name>` (a .safetensors file), widened to float32. I64 beyond 2²⁴ loses digits. */
export function readGolden(name: string): Map<string, Tensor> {
  const file = readFileSync(fileOf(name))
  const headerEnd = 8 + Number(file.readBigUInt64LE(0))
  const header = JSON.parse(file.toString('utf8', 8, headerEnd)) as Record<string, Header>
  const arrays = Object.entries(header).filter(([key]) => key !== '__metadata__')
  return new Map(
    arrays.map(([key, { dtype, shape, data_offsets }]) => {
      const read = widen[dtype]
      if (!read) throw new Error(`${name}: ${key} is ${dtype}, which this reader does not know`)
      const bytes = new Uint8Array(file.subarray(headerEnd + data_offsets[0], headerEnd + data_offsets[1]))
      return [key, { dims: shape, data: read(bytes.buffer) }]
    }),
  )
}

/** `tests/goldens/<name>` (a .json file), taken to be what the caller says it is. */
export const readGoldenJson = <T = unknown>(name: string): T => JSON.parse(readFileSync(fileOf(name), 'utf8')) as T
