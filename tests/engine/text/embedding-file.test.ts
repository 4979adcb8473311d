import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { rows } from '../../../engine/tensor/tensor.ts'
import { readEmbedding } from '../../../engine/text/embedding-file.ts'
import { readGolden } from '../../goldens/read.ts'

const golden = (name: string) => fileURLToPath(new URL(`../../goldens/nets/embeddings/${name}`, import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'embeddings-'))
afterAll(() => rmSync(folder, { recursive: true }))

let files = 0

/** A file with one float32 array per name; its values count up from 0 over the whole file. */
function written(shapes: Record<string, number[]>): string {
  let at = 0
  const header = Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => {
      const from = at
      at += 4 * shape.reduce((n, d) => n * d, 1)
      return [name, { dtype: 'F32', shape, data_offsets: [from, at] }]
    }),
  )
  const json = Buffer.from(JSON.stringify(header))
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(json.length))
  const values = Float32Array.from({ length: at / 4 }, (_, i) => i)
  const path = join(folder, `embedding-${files++}.safetensors`)
  writeFileSync(path, Buffer.concat([length, json, Buffer.from(values.buffer)]))
  return path
}

const read = async (shapes: Record<string, number[]>, part: 'clip_l' | 'clip_g' = 'clip_l') =>
  (await readEmbedding(written(shapes), { part, width: 2 })).map(vector => [...vector])

test('A1111’s emb_params give three vectors, as the golden file holds them', async () => {
  const expected = readGolden('nets/embeddings/tiemb.safetensors').get('emb_params')!
  const vectors = await readEmbedding(golden('tiemb.safetensors'), { part: 'clip_l', width: 24 })
  expect(vectors).toEqual([0, 1, 2].map(row => rows(expected, row, row + 1).data))
})

test('an SDXL embedding gives each text encoder its own vectors', async () => {
  const expected = readGolden('nets/embeddings/tiembxl.safetensors')
  for (const [part, width] of [
    ['clip_l', 24],
    ['clip_g', 32],
  ] as const) {
    const vectors = await readEmbedding(golden('tiembxl.safetensors'), { part, width })
    expect(vectors).toEqual([0, 1].map(row => rows(expected.get(part)!, row, row + 1).data))
  }
})

test('a diffusers file is one vector under the word’s name', async () => {
  expect(await read({ '<cat-toy>': [2] })).toEqual([[0, 1]])
})

test('a converted .pt file keeps its vectors in string_to_param', async () => {
  expect(await read({ extra: [1], 'string_to_param.*': [2, 2] })).toEqual([
    [1, 2],
    [3, 4],
  ])
})

test('a bundle’s embeddings follow one another', async () => {
  const names = { 'bundle_emb.a.string_to_param.*': [1, 2], 'bundle_emb.b.string_to_param.*': [1, 2], lora: [1] }
  expect(await read(names)).toEqual([
    [0, 1],
    [2, 3],
  ])
  expect(await read({ 'bundle_emb.a.clip_l': [1, 4], 'bundle_emb.a.clip_g': [1, 2] }, 'clip_g')).toEqual([[4, 5]])
})

test('another model family’s embedding is refused with both widths and the family', async () => {
  const path = written({ emb_params: [1, 1024] })
  const reading = readEmbedding(path, { part: 'clip_l', width: 768 })
  await expect(reading).rejects.toMatchObject({ code: 'wrong-family', file: expect.stringContaining('embedding-') })
  await expect(reading).rejects.toThrow(/768 values, the file has \[1,1024\], as for SD 2\.x/)
})

test('a file without tensors is refused', async () => {
  await expect(read({})).rejects.toMatchObject({ code: 'missing-part' })
})
