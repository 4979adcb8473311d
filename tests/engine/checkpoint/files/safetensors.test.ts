import { mkdir } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { openSafetensors, readTensor } from '../../../../engine/checkpoint/files/safetensors.ts'
import { CheckpointError } from '../../../../engine/errors.ts'
import { safetensorsBytes, temporaryFolder } from '../files.ts'

/** The rules are those of https://huggingface.co/docs/safetensors and of its Rust reader's refusals. */
const put = temporaryFolder()
const open = async (bytes: Uint8Array | string, name = 'model.safetensors') => openSafetensors(await put(name, bytes))

const two = { dtype: 'F32', shape: [2], data_offsets: [0, 8] }

test('names, types, shapes, offsets and metadata are those of the file', async () => {
  const header = {
    __metadata__: { format: 'pt' },
    b: { dtype: 'F16', shape: [2, 3], data_offsets: [8, 20] },
    a: two,
    scalar: { dtype: 'U8', shape: [], data_offsets: [20, 21] },
    nothing: { dtype: 'F32', shape: [0, 7], data_offsets: [21, 21] },
  }
  const start = 8 + JSON.stringify(header).length
  const { tensors, metadata, size } = await open(safetensorsBytes(header, 21))
  expect(metadata).toEqual({ format: 'pt' })
  expect(size).toBe(start + 21)
  const path = [...tensors.values()][0]!.path
  expect(path).toMatch(/model\.safetensors$/)
  expect([...tensors.values()]).toEqual([
    { path, name: 'b', dtype: 'F16', shape: [2, 3], offset: start + 8, length: 12 },
    { path, name: 'a', dtype: 'F32', shape: [2], offset: start, length: 8 },
    { path, name: 'scalar', dtype: 'U8', shape: [], offset: start + 20, length: 1 },
    { path, name: 'nothing', dtype: 'F32', shape: [0, 7], offset: start + 21, length: 0 },
  ])
})

test('spaces after the header are part of it', async () => {
  const { tensors } = await open(safetensorsBytes(`${JSON.stringify({ a: two })}      `, 8))
  expect(tensors.get('a')!.length).toBe(8)
})

test('a file without tensors is valid', async () => {
  expect((await open(safetensorsBytes('{}'))).tensors.size).toBe(0)
})

const refusals: readonly [what: string, bytes: Uint8Array | string, code: CheckpointError['code'], says: RegExp][] = [
  ['an empty file', '', 'not-safetensors', /is empty.*download it again/],
  ['fewer than eight bytes', 'abc', 'not-safetensors', /has only 3 bytes/],
  [
    'a header that ends after the file',
    safetensorsBytes({ a: two }, 8).subarray(0, 30),
    'not-safetensors',
    /is incomplete/,
  ],
  ['data that ends too early', safetensorsBytes({ a: two }, 7), 'not-safetensors', /is incomplete.*download it again/],
  [
    'a header of over 100 MB',
    Buffer.from([0, 0xe1, 0xf5, 0x05 + 1, 0, 0, 0, 0, 0x7b]),
    'not-safetensors',
    /at most 100 MB/,
  ],
  ['a header of 2⁶⁴−1 bytes', Buffer.alloc(16, 0xff), 'not-safetensors', /18446744073709551615 bytes/],
  ['a header that is a list', safetensorsBytes('[]'), 'not-safetensors', /does not start with \{/],
  ['a header after a space', safetensorsBytes(' {}'), 'not-safetensors', /does not start with \{/],
  ['a header of length 0', Buffer.alloc(8), 'not-safetensors', /does not start with \{/],
  ['a header that is not JSON', safetensorsBytes('{"a":}'), 'not-safetensors', /not valid JSON/],
  [
    'a header that is not UTF-8',
    safetensorsBytes('{"\x80"').map((b, i) => (i === 10 ? 0xff : b)),
    'not-safetensors',
    /not UTF-8/,
  ],
  [
    'one name twice',
    safetensorsBytes(`{"a":${JSON.stringify(two)},"a":${JSON.stringify(two)}}`, 8),
    'not-safetensors',
    /names a twice/,
  ],
  [
    'one name twice, once with an escape',
    safetensorsBytes(`{"a":${JSON.stringify(two)},"\\u0061":${JSON.stringify(two)}}`, 8),
    'not-safetensors',
    /names a twice/,
  ],
  [
    'a number type that nobody knows',
    safetensorsBytes({ a: { ...two, dtype: 'F13' } }, 8),
    'not-safetensors',
    /a as F13/,
  ],
  [
    'a number type called like a method',
    safetensorsBytes({ a: { ...two, dtype: 'toString' } }, 8),
    'not-safetensors',
    /a as toString/,
  ],
  [
    'a shape that is no list of whole numbers',
    safetensorsBytes({ a: { ...two, shape: [2.5] } }, 8),
    'not-safetensors',
    /a\.shape/,
  ],
  ['a negative dimension', safetensorsBytes({ a: { ...two, shape: [-2] } }, 8), 'not-safetensors', /a\.shape/],
  [
    'a shape of a thousand dimensions',
    safetensorsBytes({ a: { ...two, shape: Array(1000).fill(1e15) } }, 8),
    'not-safetensors',
    /a\.shape/,
  ],
  ['an entry without offsets', safetensorsBytes({ a: { dtype: 'F32', shape: [2] } }, 8), 'not-safetensors', /a\.data_/],
  [
    'offsets that run backwards',
    safetensorsBytes({ a: { ...two, data_offsets: [8, 0] } }, 8),
    'not-safetensors',
    /offsets span -8/,
  ],
  [
    'offsets that do not fit the shape',
    safetensorsBytes({ a: { ...two, data_offsets: [0, 4] } }, 4),
    'not-safetensors',
    /8 bytes, but its offsets span 4/,
  ],
  [
    'a size beyond 2⁵³',
    safetensorsBytes({ a: { ...two, shape: [2 ** 40, 2 ** 40] } }, 8),
    'not-safetensors',
    /4835703278458516698824704 bytes/,
  ],
  [
    'bytes between two tensors',
    safetensorsBytes({ a: two, b: { ...two, data_offsets: [12, 20] } }, 20),
    'not-safetensors',
    /4 bytes before b belong to no tensor/,
  ],
  [
    'bytes before the first tensor',
    safetensorsBytes({ a: { ...two, data_offsets: [4, 12] } }, 12),
    'not-safetensors',
    /4 bytes before a/,
  ],
  [
    'two tensors in one place',
    safetensorsBytes({ a: two, b: { ...two, data_offsets: [4, 12] } }, 12),
    'not-safetensors',
    /b overlaps/,
  ],
  ['bytes after the last tensor', safetensorsBytes({ a: two }, 11), 'not-safetensors', /3 bytes after the last tensor/],
  [
    'notes that are not texts',
    safetensorsBytes({ __metadata__: { epoch: 3 }, a: two }, 8),
    'not-safetensors',
    /__metadata__/,
  ],
  [
    'a zip, as torch.save writes it',
    Buffer.from('PK\x03\x04rest of the archive', 'latin1'),
    'not-pytorch',
    /end of its archive is missing/,
  ],
  ['a bare pickle', Buffer.from('\x80\x02}q\x00(X\x05\x00', 'latin1'), 'not-pytorch', /ends inside a pickle/],
  ['a web page', '\n<!DOCTYPE html><html><body>Sign in</body></html>', 'not-safetensors', /is a web page/],
  ['a text', 'Access to model is restricted. You must be logged in.', 'not-safetensors', /is a text.*"Access to model/],
  [
    'a Git LFS pointer',
    'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 134\n',
    'not-safetensors',
    /git lfs pull/,
  ],
]

test.each(refusals)('%s is refused, and the sentence names the file', async (_, bytes, code, says) => {
  const error = await open(bytes, 'dreamy.safetensors').catch(error => error)
  expect(error).toBeInstanceOf(CheckpointError)
  expect(error).toMatchObject({ code, file: expect.stringMatching(/dreamy\.safetensors$/) })
  expect(error.message).toMatch(says)
  expect(error.message).toMatch(/^dreamy\.safetensors /)
})

test('a header whose length starts like a pickle is valid', async () => {
  const header = JSON.stringify({ a: two }).padEnd(0x280)
  const bytes = safetensorsBytes(header, 8)
  expect([...bytes.subarray(0, 2)]).toEqual([0x80, 0x02])
  expect((await open(bytes)).tensors.size).toBe(1)
})

test('a missing file is unreadable', async () => {
  await expect(openSafetensors('/nowhere/model.safetensors')).rejects.toMatchObject({
    code: 'unreadable',
    message: 'model.safetensors cannot be read: there is no such file',
  })
})

test('a folder is unreadable', async () => {
  const folder = await put('folder.safetensors')
  await mkdir(folder)
  await expect(openSafetensors(folder)).rejects.toMatchObject({
    code: 'unreadable',
    message: 'folder.safetensors cannot be read: it is a folder',
  })
})

test('a missing tensor is reported by name', async () => {
  const file = await open(safetensorsBytes({ a: two }, 8))
  await expect(readTensor(file, 'b')).rejects.toMatchObject({ code: 'missing-tensor', message: /has no tensor b$/ })
})

test('more tensors than a model has, and names longer than any, are refused', { timeout: 60_000 }, async () => {
  const empty = { dtype: 'F32', shape: [0], data_offsets: [0, 0] }
  const many = Object.fromEntries(Array.from({ length: 100_001 }, (_, i) => [`t${i}`, empty]))
  await expect(open(safetensorsBytes(many, 0))).rejects.toThrow('has 100001 tensors; at most 100000 are read')
  const long = { ['up_blocks_0'.repeat(100)]: empty }
  await expect(open(safetensorsBytes(long, 0))).rejects.toThrow('name is 1100 characters long; at most 1000 are read')
})
