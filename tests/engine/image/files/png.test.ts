import { readFileSync } from 'node:fs'
import { crc32 } from 'node:zlib'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { encodePng } from '../../../../engine/image/files/save-images.ts'
import { tensor } from '../../../../engine/tensor/tensor.ts'

interface Chunk {
  readonly type: string
  readonly data: Buffer
  readonly crc: number
}

function chunksOf(png: Buffer): Chunk[] {
  const chunks: Chunk[] = []
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at)
    const end = at + 8 + length
    chunks.push({
      type: png.toString('latin1', at + 4, at + 8),
      data: png.subarray(at + 8, end),
      crc: png.readUInt32BE(end),
    })
    at = end + 4
  }
  return chunks
}

const byComfyui = readFileSync(new URL('../../../goldens/pipelines/saved_by_comfyui.png', import.meta.url))
const textOf = (png: Buffer) => chunksOf(png).filter(c => c.type === 'tEXt')
const white = tensor([1, 1, 3], Float32Array.of(1, 1, 1))

test('the text chunks are the bytes that ComfyUI writes, in the same place', async () => {
  const expected = textOf(byComfyui)
  const text = Object.fromEntries(
    expected.map(({ data }) => {
      const [keyword, json] = data.toString('latin1').split('\0')
      return [keyword!, json!.replaceAll('\\u00e4', 'ä').replaceAll('\\u732b', '猫')]
    }),
  )
  const png = await encodePng(white, { text })
  expect(textOf(png)).toEqual(expected)
  expect(
    chunksOf(png)
      .map(c => c.type)
      .slice(0, 3),
  ).toEqual(['IHDR', 'tEXt', 'tEXt'])
})

test('every chunk carries its checksum and other readers accept the file', async () => {
  const png = await encodePng(white, { text: { prompt: '{"emoji": "🦊"}' } })
  for (const { type, data, crc } of chunksOf(png)) expect(crc32(Buffer.concat([Buffer.from(type), data]))).toBe(crc)
  expect((await sharp(png).metadata()).comments).toEqual([{ keyword: 'prompt', text: '{"emoji": "\\ud83e\\udd8a"}' }])
})

test('values outside 0…1 are clipped and NaN is black', async () => {
  const png = await encodePng(tensor([1, 1, 3], Float32Array.of(-1, 2, Number.NaN)))
  expect([...(await sharp(png).raw().toBuffer())]).toEqual([0, 255, 0])
})

test('only pictures of 3 or 4 channels can be saved', async () => {
  await expect(encodePng(tensor([1, 1, 2], new Float32Array(2)))).rejects.toThrow('got [1,1,2]')
})
