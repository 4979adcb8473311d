import { describe, expect, test } from 'vitest'
import { openSafetensors, readTensor } from '../../../../../engine/checkpoint/files/safetensors.ts'
import { recogniseEmbedding, recogniseHypernetwork } from '../../../../../engine/recognise/kinds/embedding.ts'
import { readEmbedding } from '../../../../../engine/text/embedding-file.ts'
import { golden, safetensorsBytes, temporaryFolder } from '../../files.ts'
import { dict, streamFile, tensor, text, tuple, zip, zipFile } from './pickles.ts'

/** Files of torch.save: tests/goldens/make/pytorch-files.py. */
const file = (name: string) => openSafetensors(golden(`pytorch/${name}`))
const put = temporaryFolder()

const forms = ['zip', 'stream'].flatMap(form => [1, 2, 3, 4, 5].map(protocol => `${form}-protocol-${protocol}.ckpt`))

describe.each(forms)('%s', name => {
  test('holds the same tensors as the .safetensors file, bit for bit', async () => {
    const [expected, found] = [await file('expected.safetensors'), await file(name)]
    expect([...found.tensors.keys()].toSorted()).toEqual([...expected.tensors.keys()].toSorted())
    for (const [key, { dtype, shape }] of expected.tensors) {
      expect(found.tensors.get(key)).toMatchObject({ dtype, shape })
      expect(await readTensor(found, key)).toEqual(await readTensor(expected, key))
    }
  })

  test('has the notes that were saved with it', async () => {
    expect((await file(name)).metadata).toEqual({ 'unet.num_heads': '4' })
  })
})

test('a tensor that shares its storage with another one is the part of it that it shows', async () => {
  const { tensors } = await file('zip-protocol-2.ckpt')
  const [whole, rows] = [tensors.get('whole')!, tensors.get('rows')!]
  expect(rows.offset - whole.offset).toBe(6 * 4)
})

test('a tensor that is stored in another order of its axes says in which', async () => {
  const { tensors } = await file('zip-protocol-2.ckpt')
  expect(tensors.get('transposed')?.order).toEqual([1, 0])
  expect(tensors.get('channels_last')?.order).toEqual([0, 2, 3, 1])
})

test('the archive of PyTorch before 0.1.10 is read', async () => {
  const [expected, found] = [await file('expected.safetensors'), await file('tar.pt')]
  expect([...found.tensors.keys()]).toEqual(['half', 'float'])
  for (const key of ['half', 'float']) expect(await readTensor(found, key)).toEqual(await readTensor(expected, key))
})

test('of the two sets of weights of an upscaler the averaged one is taken', async () => {
  expect((await readTensor(await file('upscaler.pth'), 'w')).data).toEqual(new Float32Array([9]))
})

test('dicts inside of the file are named by a path, as in .safetensors', async () => {
  const { tensors } = await file('ip-adapter.bin')
  expect([...tensors.keys()]).toEqual(['image_proj.norm.weight', 'ip_adapter.1.to_k_ip.weight'])
})

test('an embedding of a ParameterDict is read', async () => {
  const embedding = await file('embedding.pt')
  expect(recogniseEmbedding(embedding)).toMatchObject({ kind: 'embedding', family: 'sd1' })
  const vectors = await readEmbedding(golden('pytorch/embedding.pt'), { part: 'clip_l', width: 768 })
  expect(vectors.map(([first]) => first)).toEqual([1, 769])
})

test('an embedding of diffusers is read', async () => {
  const [vector] = await readEmbedding(golden('pytorch/learned_embeds.bin'), { part: 'clip_l', width: 768 })
  expect(vector?.at(-1)).toBe(768)
})

test('a hypernetwork, whose keys are numbers, is recognised', async () => {
  expect(recogniseHypernetwork(await file('hyper.pt'))).toMatchObject({ kind: 'hypernetwork' })
})

test('a tensor alone is read', async () => {
  expect([...(await file('tensor.pt')).tensors.keys()]).toEqual(['tensor'])
})

test('of a TorchScript program the numbers are read', async () => {
  expect([...(await file('program.pt')).tensors.keys()].length).toBeGreaterThan(0)
})

test('8-bit floats are read', async () => {
  const found = await file('float8.pt')
  expect(found.tensors.get('f8')).toMatchObject({ dtype: 'F8_E4M3', shape: [4] })
  expect((await readTensor(found, 'f8')).data).toEqual(new Float32Array([1, 2, 3, 4]))
})

test.each([
  ['gaps.pt', 'not-pytorch', /w is a view that leaves out or repeats numbers.*\.contiguous\(\)/],
  ['repeats.pt', 'not-pytorch', /w is a view that leaves out or repeats numbers/],
  ['module.pt', 'pickle', /wants to call torch\.nn\.modules\.linear\.Linear; .*Nothing was called/],
  ['plain.pkl', 'not-pytorch', /is a plain pickle/],
])('%s is refused with the reason', async (name, code, says) => {
  await expect(file(name)).rejects.toMatchObject({
    name: 'CheckpointError',
    code,
    message: expect.stringMatching(says),
  })
  await expect(file(name)).rejects.toThrow(new RegExp(`^${name} `))
})

const two = new Uint8Array(8)
const state = dict({ a: tensor({ key: '0', shape: [2] }) })

test.each([
  ['a zip', zipFile(state, { 0: two })],
  ['a stream', streamFile(state, { 0: two })],
])('%s of torch.save under the name of a .safetensors file is read', async (_, bytes) => {
  expect([...(await openSafetensors(await put('a.safetensors', bytes))).tensors.keys()]).toEqual(['a'])
})

test('a .safetensors file under the name of a checkpoint is read', async () => {
  const header = { a: { dtype: 'F32', shape: [2], data_offsets: [0, 8] } }
  const path = await put('b.ckpt', safetensorsBytes(header, 8))
  expect([...(await openSafetensors(path)).tensors.keys()]).toEqual(['a'])
})

const pkl = (object: string) => ({ name: 'x/data.pkl', bytes: Buffer.from(`\x80\x02${object}.`, 'latin1') })

/** The last record's place, before its name of 14 bytes and the end record of 22, is beyond the file. */
const misplaced = zipFile(state, { 0: two })
misplaced.fill(0x7f, misplaced.length - 40, misplaced.length - 36)

const faults: readonly (readonly [string, Buffer, RegExp])[] = [
  ['a pickle without an end', zip([{ name: 'x/data.pkl', bytes: Buffer.from('N') }]), /its pickle has no end/],
  [
    'an archive that is cut off',
    zipFile(state, { 0: two }).subarray(0, 300),
    /end of its archive is missing.*download it again/,
  ],
  ['an archive without a pickle', zip([{ name: 'x/model.json', bytes: two }]), /has no data\.pkl/],
  ['an archive that lacks a storage', zipFile(state), /lacks the record data\/0/],
  [
    'a storage that is too short',
    zipFile(state, { 0: two.subarray(4) }),
    /a is F32 \[2\] and reaches beyond the 4 bytes/,
  ],
  ['a compressed storage', zip([pkl(state), { name: 'x/data/0', bytes: two, method: 8 }]), /data\/0 is compressed/],
  ['big-endian numbers', zip([pkl(state), { name: 'x/byteorder', bytes: Buffer.from('big') }]), /big-endian/],
  ['a stream that is cut off', streamFile(state, { 0: two }).subarray(0, -1), /download it again/],
  ['a stream that ends in its pickle', streamFile(state, { 0: two }).subarray(0, 60), /ends inside a pickle/],
  ['a file without tensors', zipFile(dict({ epoch: 'K\x01' })), /holds no tensors/],
  [
    'a negative offset',
    zipFile(dict({ a: tensor({ key: '0', shape: [2], offset: -1 }) }), { 0: two }),
    /arguments that do not fit/,
  ],
  [
    'a shape whose size is beyond all numbers',
    zipFile(dict({ a: tensor({ key: '0', shape: Array(64).fill(2 ** 30), strides: Array(64).fill(1) }) }), { 0: two }),
    /leaves out or repeats/,
  ],
  ['a reference to what is not a storage', zipFile(`${tuple(text('file'), text('/etc/passwd'))}Q`), /not a storage/],
  ['a record outside of the file', misplaced, /its archive is incomplete/],
]

test.each(faults)('%s is refused in a sentence', async (_, bytes, says) => {
  const path = await put('fault.ckpt', bytes)
  await expect(openSafetensors(path)).rejects.toMatchObject({
    code: 'not-pytorch',
    message: expect.stringMatching(says),
  })
})

test('an archive of many records is refused by its directory, and the names in a message are cut off', async () => {
  const path = await put('long.ckpt', zipFile(dict({ a: tensor({ key: 'k'.repeat(5000), shape: [2] }) })))
  const error: Error = await openSafetensors(path).catch(error => error)
  expect(error.message.length).toBeLessThan(400)
})
