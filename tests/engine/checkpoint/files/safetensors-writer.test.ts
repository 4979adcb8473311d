import { readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Dtype } from '../../../../engine/checkpoint/files/dtype.ts'
import { openSafetensors, readTensor } from '../../../../engine/checkpoint/files/safetensors.ts'
import {
  type Pieces,
  type TensorSpec,
  writeSafetensors,
} from '../../../../engine/checkpoint/files/safetensors-writer.ts'
import { ShapeError } from '../../../../engine/tensor/tensor.ts'
import { temporaryFolder } from '../files.ts'

const put = temporaryFolder()
const bytesOf = (numbers: ArrayBufferView): Uint8Array =>
  new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength)

/** Bytes for the numbers that follow, from IEEE 754, bfloat16 and the FP8 paper (arXiv:2209.05433). */
const everyDtype: Readonly<Record<Dtype, readonly [bytes: ArrayBufferView, numbers: readonly number[]]>> = {
  F64: [Float64Array.of(1.5, -2), [1.5, -2]],
  F32: [Float32Array.of(0.1, -3e38), [Math.fround(0.1), Math.fround(-3e38)]],
  F16: [Uint16Array.of(0x3c00, 0xc000, 0x0001, 0x7bff, 0x7c00), [1, -2, 2 ** -24, 65504, Infinity]],
  BF16: [Uint16Array.of(0x3f80, 0xc000, 0x4049), [1, -2, 3.140625]],
  I64: [BigInt64Array.of(7n, -1n), [7, -1]],
  I32: [Int32Array.of(7, -70000), [7, -70000]],
  I16: [Int16Array.of(7, -30000), [7, -30000]],
  I8: [Int8Array.of(7, -128), [7, -128]],
  U8: [Uint8Array.of(7, 255), [7, 255]],
  BOOL: [Uint8Array.of(0, 1), [0, 1]],
  F8_E4M3: [Uint8Array.of(0x38, 0xb8, 0x7e, 0x01), [1, -1, 448, 2 ** -9]],
  F8_E5M2: [Uint8Array.of(0x3c, 0xbc, 0x7b, 0x01), [1, -1, 57344, 2 ** -16]],
}

test('every number type is read as it was written', async () => {
  const path = await put('dtypes.safetensors')
  const specs = Object.entries(everyDtype).map(([dtype, [, numbers]]) => ({
    name: `a.${dtype}`,
    dtype: dtype as Dtype,
    shape: [1, numbers.length],
  }))
  await writeSafetensors(path, specs, ({ dtype }) => [bytesOf(everyDtype[dtype][0])], { made: 'by a test' })
  const file = await openSafetensors(path)
  expect(file.metadata).toEqual({ made: 'by a test' })
  for (const { name, dtype, shape } of specs) {
    const { dims, data } = await readTensor(file, name)
    expect([name, dims, [...data]]).toEqual([name, shape, everyDtype[dtype][1]])
  }
})

test('any tensors in any pieces are read bit for bit, each at a multiple of its number’s size', () => {
  const tensor = fc.record({
    dtype: fc.constantFrom<Dtype>('F64', 'F32', 'F16', 'U8'),
    pieces: fc.array(fc.array(fc.nat(255), { maxLength: 3 }), { maxLength: 4 }),
  })
  const size = { F64: 8, F32: 4, F16: 2, U8: 1 } as Record<Dtype, number>
  const names = fc.dictionary(fc.string(), tensor, { noNullPrototype: true })
  const property = fc.asyncProperty(names, async tensors => {
    const path = await put('any.safetensors')
    const contents = new Map(
      Object.entries(tensors).map(([name, { dtype, pieces }]) => [
        name,
        pieces.map(values => Uint8Array.from(values.flatMap(v => Array(size[dtype]).fill(v)))),
      ]),
    )
    const specs = Object.entries(tensors).map(([name, { dtype, pieces }]) => ({
      name,
      dtype,
      shape: [pieces.flat().length],
    }))
    await writeSafetensors(path, specs, ({ name }) => contents.get(name)!)
    const [bytes, file] = [await readFile(path), await openSafetensors(path)]
    expect(file.tensors.size).toBe(specs.length)
    for (const { name, dtype, offset, length } of file.tensors.values()) {
      expect(offset % size[dtype]).toBe(0)
      expect(bytes.subarray(offset, offset + length)).toEqual(Buffer.concat(contents.get(name)!))
    }
  })
  return fc.assert(property, { numRuns: 60 })
})

const pair: readonly TensorSpec[] = [
  { name: 'first', dtype: 'U8', shape: [3] },
  { name: 'second', dtype: 'U8', shape: [3] },
]
const three = Uint8Array.of(1, 2, 3)

test('the header is filled up with spaces to a multiple of 8', async () => {
  const path = await put('padded.safetensors')
  for (const name of ['a', 'ab', 'abc', 'abcd', 'abcde', 'abcdef', 'abcdefg', 'abcdefgh']) {
    await writeSafetensors(path, [{ name, dtype: 'U8', shape: [3] }], () => [three])
    const bytes = await readFile(path)
    const length = Number(bytes.readBigUInt64LE())
    expect(length % 8).toBe(0)
    expect(bytes.toString('utf8', 8, 8 + length)).toMatch(/^\{.*\} {0,7}$/)
  }
})

test('the same buffer may be filled repeatedly', async () => {
  const path = await put('reused.safetensors')
  const buffer = new Uint8Array(1)
  await writeSafetensors(path, pair, function* () {
    for (const value of three) {
      buffer[0] = value
      yield buffer
    }
  })
  expect([...(await readTensor(await openSafetensors(path), 'second')).data]).toEqual([1, 2, 3])
})

const failures: readonly [what: string, bytesOf: (tensor: TensorSpec) => Pieces, says: RegExp][] = [
  ['too few bytes', () => [three.subarray(1)], /first is U8 \[3\], 3 bytes, and got 2/],
  ['too many bytes', () => [three, three], /first is U8 \[3\], 3 bytes, and got more/],
  [
    'a source that fails half-way',
    async function* ({ name }) {
      yield three
      if (name === 'second') throw new ShapeError('the other file is gone')
    },
    /the other file is gone/,
  ],
]

test.each(failures)('%s: the old file stays, and no other file is left', async (_, source, says) => {
  const path = await put('kept.safetensors')
  await writeFile(path, 'what was there before')
  const before = await readdir(dirname(path))
  const error = await writeSafetensors(path, pair, source).catch(error => error)
  expect(error).toBeInstanceOf(ShapeError)
  expect(error.message).toMatch(says)
  expect(await readFile(path, 'utf8')).toBe('what was there before')
  expect(await readdir(dirname(path))).toEqual(before)
})

test('the old file exists while the new one is written, and is then replaced', async () => {
  const path = await put('replaced.safetensors')
  await writeFile(path, 'old')
  await writeSafetensors(path, pair, async function* () {
    expect(await readFile(path, 'utf8')).toBe('old')
    yield three
  })
  expect((await openSafetensors(path)).tensors.size).toBe(2)
})

test('two tensors of one name are refused before anything is written', async () => {
  const path = await put('twice.safetensors')
  const twice = [...pair, pair[0]!]
  await expect(writeSafetensors(path, twice, () => [three])).rejects.toThrow('two parts of the file are called first')
  await expect(readFile(path)).rejects.toThrow('ENOENT')
})
