import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isDtype } from '../../../../engine/checkpoint/files/dtype.ts'
import { byteLength, openSafetensors } from '../../../../engine/checkpoint/files/safetensors.ts'
import { CheckpointError } from '../../../../engine/errors.ts'
import { safetensorsBytes, temporaryFolder } from '../files.ts'

const put = temporaryFolder()

/** Whatever is read without complaint keeps every promise of the format; whatever is not is refused in our own words. */
async function safeToOpen(bytes: Uint8Array): Promise<boolean> {
  const path = await put('fuzz.safetensors', bytes)
  try {
    const { tensors, size } = await openSafetensors(path)
    const parts = [...tensors.values()].sort((a, b) => a.offset - b.offset || a.length - b.length)
    const ends = parts.map(({ offset, length }) => offset + length)
    expect(parts.every(({ dtype, shape, length }) => isDtype(dtype) && length === byteLength(dtype, shape))).toBe(true)
    expect(parts.slice(1).map(({ offset }) => offset)).toEqual(ends.slice(0, -1))
    if (parts.length > 0) expect(ends.at(-1)).toBe(size)
    return true
  } catch (error) {
    expect(error).toBeInstanceOf(CheckpointError)
    return false
  }
}

const spec = fc.record({
  dtype: fc.constantFrom('F64', 'F32', 'F16', 'BF16', 'I64', 'U8', 'F8_E4M3'),
  shape: fc.array(fc.nat(4), { maxLength: 4 }),
})

/** A header and how many bytes of data belong to it. */
const valid = fc.dictionary(fc.string({ minLength: 1, maxLength: 12 }), spec, { noNullPrototype: true }).map(specs => {
  let end = 0
  const entries = Object.entries(specs).map(([name, { dtype, shape }]) => {
    const data_offsets = [end, (end += byteLength(dtype, shape))]
    return [name, { dtype, shape, data_offsets }] as const
  })
  return { header: Object.fromEntries(entries), dataBytes: end }
})

test('every header that follows the rules is read', () =>
  fc.assert(
    fc.asyncProperty(valid, async ({ header, dataBytes }) => {
      expect(await safeToOpen(safetensorsBytes(header, dataBytes))).toBe(true)
    }),
    { numRuns: 200 },
  ))

test.each(['__proto__', 'constructor', 'toString', ''])('a tensor may be called "%s"', async name => {
  const path = await put(
    'named.safetensors',
    safetensorsBytes(`{"${name}":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}`, 4),
  )
  expect([...(await openSafetensors(path)).tensors.keys()]).toEqual([name])
})

test('a file with any bytes changed, removed or inserted is read correctly or refused', () =>
  fc.assert(
    fc.asyncProperty(
      valid,
      fc.array(fc.record({ at: fc.nat(300), drop: fc.nat(3), add: fc.uint8Array({ maxLength: 3 }) }), {
        minLength: 1,
        maxLength: 4,
      }),
      async ({ header, dataBytes }, edits) => {
        const bytes = [...safetensorsBytes(header, dataBytes)]
        for (const { at, drop, add } of edits) bytes.splice(at % bytes.length, drop, ...add)
        await safeToOpen(Uint8Array.from(bytes))
      },
    ),
    { numRuns: 500 },
  ))

test('a file whose header has any JSON at any position is read correctly or refused', () => {
  const entry = fc.record({ dtype: fc.jsonValue(), shape: fc.jsonValue(), data_offsets: fc.jsonValue() })
  const odd = fc.dictionary(fc.string(), fc.oneof(fc.jsonValue(), entry, fc.record({ dtype: fc.constant('F32') })))
  const property = fc.asyncProperty(valid, odd, fc.nat(64), async ({ header, dataBytes }, strange, more) => {
    await safeToOpen(safetensorsBytes({ ...header, ...strange }, dataBytes + more))
  })
  return fc.assert(property, { numRuns: 300 })
})

test('random bytes are refused', () =>
  fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async bytes => {
      expect(await safeToOpen(bytes)).toBe(false)
    }),
    { numRuns: 300 },
  ))

test('a small file that claims a large header does not allocate memory', async () => {
  const bytes = safetensorsBytes('{}')
  new DataView(bytes.buffer, bytes.byteOffset).setBigUint64(0, 99_000_000n, true)
  const path = await put('claims.safetensors', bytes)
  const before = process.memoryUsage().arrayBuffers
  await expect(openSafetensors(path)).rejects.toMatchObject({ code: 'not-safetensors' })
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1_000_000)
})
